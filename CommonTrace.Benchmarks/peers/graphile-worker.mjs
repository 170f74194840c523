// Works off empty jobs with graphile-worker and prints how many a second, after a tenth to warm up:
//   node graphile-worker.mjs <connection string> <jobs> <workers> [batched]
// `batched` is the setting that its documentation gives for speed: a local queue of 500, and completion in batches.
import { Logger, makeWorkerUtils, run, WorkerPreset } from "graphile-worker";

const [connectionString, jobs, workers, mode] = process.argv.slice(2);
const count = Number(jobs);
const batching = mode === "batched" ? { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : {};
const preset = {
  extends: [WorkerPreset],
  worker: { connectionString, concurrentJobs: Number(workers), logger: new Logger(() => () => {}), ...batching },
};

const utils = await makeWorkerUtils({ preset });
await utils.migrate();
await utils.withPgClient((client) =>
  client.query(
    "select count(*) from graphile_worker.add_jobs(array(select row('empty', '{}', null, now(), 25, null, 0, null)::graphile_worker.job_spec from generate_series(1, $1::int)))",
    [count],
  ),
);

const warmUp = count / 10;
let handled = 0;
let started;
const all = Promise.withResolvers();
const empty = async () => {
  handled += 1;
  if (handled === warmUp) {
    started = performance.now();
  } else if (handled === count) {
    all.resolve();
  }
};
const runner = await run({ preset, taskList: { empty } });
await all.promise;
// The last jobs are completed after their handlers.
const left = async () => (await utils.withPgClient((client) => client.query("select exists (select from graphile_worker.jobs) as left"))).rows[0].left;
while (await left()) {}
const seconds = (performance.now() - started) / 1000;
await runner.stop();
await utils.release();
console.log((count - warmUp) / seconds);
