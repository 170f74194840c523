// Works off empty jobs with pg-boss and prints how many a second, after a tenth to warm up:
//   node pg-boss.mjs <connection string> <jobs> <workers>
// Its settings for speed: batches, fetched without a pause while they come back full, at the shortest poll.
import { PgBoss } from "pg-boss";

const [connectionString, jobs, workers] = process.argv.slice(2);
const count = Number(jobs);
const queue = "empty";
const boss = new PgBoss({ connectionString, supervise: false, schedule: false });
boss.on("error", (error) => {
  throw error;
});
await boss.start();
await boss.createQueue(queue);
for (let left = count; left > 0; left -= 10_000) {
  await boss.insert(queue, Array.from({ length: Math.min(left, 10_000) }, () => ({ data: {} })));
}

let handled = 0;
let started;
let counted;
const all = Promise.withResolvers();
const options = { batchSize: 128, localConcurrency: Number(workers), burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
await boss.work(queue, options, async (batch) => {
  handled += batch.length;
  if (started === undefined && handled >= count / 10) {
    started = performance.now();
    counted = count - handled;
  }
  if (handled === count) {
    all.resolve();
  }
});
await all.promise;
// The last batches are completed after their handlers.
const left = "select exists (select from pgboss.job where name = $1 and state < 'completed') as left";
while ((await boss.getDb().executeSql(left, [queue])).rows[0].left) {}
const seconds = (performance.now() - started) / 1000;
await boss.stop({ graceful: false });
console.log(counted / seconds);
