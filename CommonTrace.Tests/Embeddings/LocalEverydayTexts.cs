namespace CommonTrace.Tests.Embeddings;

/// <summary>Traces of <see cref="LocalParaphraseTexts"/> by their titles, each with what somebody says who knows no term of the trade at all.</summary>
internal static class LocalEverydayTexts
{
    /// <summary>Written before the everyday verbs, by their author: what they reach is flattered. Without those it was hit@1 0.32 and hit@5 0.64.</summary>
    public static readonly (string Title, string Query)[] Developed =
    [
        ("CDN serves stale assets after a deploy", "folks are handed yesterday's pages although we shipped fresh ones"),
        ("Access token expires and the refresh call is never made", "kicked out every fifteen minutes and asked who I am again"),
        ("ENOSPC on the build agent because of dangling images", "the helper that assembles our releases choked, every shelf was crammed with forgotten boxes"),
        ("Hosted service processes the same order twice after scaling out", "the chore was done twice since a second machine helps out"),
        ("Blank page in production build of a Vite app", "I put my site on the internet and visitors stare into emptiness"),
        ("N+1 queries on the order list", "it keeps running back to the store for each item instead of fetching everything in one trip"),
        ("Mojibake in imported customer names", "the names got mangled into hieroglyphs when we took over the old list"),
        ("Secret committed to the repository", "I blurted out our key to the whole world by mistake"),
        ("Container cannot reach a database on the host", "my boxed program knocks on its own door instead of the neighbour's where the data lives"),
        ("Race between two updates loses a change", "whoever hits save last stomps on what the other one wrote"),
        ("Input loses focus on every keystroke in React", "after each character I have to click into the field again"),
        ("Layout shift while images load", "the page hops around until the photos have settled in"),
        ("Thread pool starvation under sync-over-async", "the machine sits bored while everybody queues up and nobody gets served"),
        ("Emails land in spam", "our letters get binned as rubbish by the recipients"),
        ("Mutable default argument keeps values between calls", "the list still remembers what I put in it the previous time"),
        ("Shallow copy shares nested lists", "I tinkered with the twin and the first one got spoiled as well"),
        ("Gateway times out on long reports", "the middleman loses patience and hangs up before the summary is ready"),
        ("Enum stored by ordinal breaks after inserting a member", "slipped in a new kind and now old orders carry somebody else's label"),
        ("Self-signed certificate rejected by the HTTP client", "it won't believe the papers that our own office issued"),
        ("Prompt exceeds the context window", "we chatted so much that the bot can't swallow any more"),
        ("Agent invents package names", "the assistant swears by modules that nobody ever wrote"),
        ("Push notifications do not arrive in the background on Android", "phone keeps silent in my pocket until I wake the app"),
        ("CI is slow because dependencies are restored each time", "each check drags on since it hauls in all the bricks anew"),
        ("Pagination with OFFSET skips rows", "leafing to the following page leaps past some people and repeats others"),
        ("Permission denied writing to a mounted volume", "the boxed program gets its fingers slapped when it stores something in the shared directory"),
    ];

    /// <summary>Written after the everyday verbs, which were not changed for them: hit@1 0.20 and hit@5 0.56, without the verbs 0.16 and 0.52. That is the fair figure.</summary>
    public static readonly (string Title, string Query)[] Later =
    [
        ("Float arithmetic gives 0.30000000000000004 in invoices", "sums on the receipts are a whisker away from what they ought to be"),
        ("UTC timestamps displayed in local time shift the date", "people abroad are told they were born the evening before"),
        ("Flash of unstyled content with dark mode", "a glaring white burst hits my eyes before it turns black"),
        ("Cron job skipped at the change to daylight saving time", "the nightly chore overslept on the weekend when we moved the clocks forward"),
        ("Migration adds a NOT NULL column and locks the table", "giving the big list one more drawer kept everyone standing outside for ages"),
        ("Leading zeros vanish when Excel opens a CSV", "postcodes get their first nought nibbled away in the sheet"),
        ("Training loss becomes NaN", "after a while the net forgets how to count and only babbles"),
        ("Deep links answer 404 after a reload", "pressing reload on an inner page gets me the answer that it was never there"),
        ("Terraform wants to recreate the database on each plan", "it is dying to tear down and rebuild our storage although I touched nothing"),
        ("pip installs into the wrong interpreter", "I gave the snake its toy and it still claims it never got it"),
        ("OutOfMemoryError while parsing a 3 GB XML file", "the giant document gets my program murdered before it is read to the end"),
        ("Unhandled promise rejection ends the Node process", "one stumble that nobody was watching takes the whole server down with it"),
        ("Clock skew makes fresh tokens invalid", "the ticket I was just handed is said to start only in the future"),
        ("Docker build ignores the layer cache", "every tiny edit makes it fetch all the ingredients from scratch when packing the box"),
        ("Logs fill the disk", "the chatter of my services has crammed the drive"),
        ("Background tab throttles setInterval", "the countdown dozes off when I look at something else"),
        ("Optimistic UI shows an item that the server refused", "it says all done although the other side turned it down"),
        ("Kubernetes secret change is not picked up", "the running copies cling to the former password until I shake them awake"),
        ("Android activity loses its state on rotation", "tipping the phone sideways wipes out what I had entered"),
        ("Webpack bundle of 6 MB", "newcomers wait ages because the page makes them carry such a heavy bag of code"),
        ("Bearer token missing after redirect", "my pass is dropped on the way when I am sent next door"),
        ("Slow tests because each one starts a database", "the checks drag on as each one wakes up its own store"),
        ("Goroutines write to a map concurrently", "it falls over when several hands scribble in one book together"),
        ("Image upload keeps EXIF location", "snapshots blab about where our members sleep"),
        ("Infinite rerender in useEffect", "it repaints like a hamster in a wheel"),
    ];

    /// <summary>In everyday nouns and metaphors, written before those of the vocabulary by their author: flattered too.</summary>
    public static readonly (string Title, string Query)[] Things =
    [
        ("CDN serves stale assets", "folks on our homepage are handed last week's copy by the delivery points around the world"),
        ("Access token expires", "the entry ticket runs out after a few minutes and the visitor is shown the door"),
        ("ENOSPC on the build agent", "the storage of the robot that assembles our program is stuffed with remains of earlier boxes"),
        ("Float arithmetic gives", "the grand total of the bill differs by a hair from the lines above"),
        ("Hosted service processes the same order", "the helper does the same chore two times since a spare computer stands next to it"),
        ("Blank page in production", "our front page is an empty sheet as soon as it lives on the rented machine"),
        ("N+1 queries on the order list", "a trip to the storage for every single line of the sheet makes the overview crawl"),
        ("UTC timestamps displayed", "birthdays appear on the eve for people across the ocean"),
        ("Mojibake in imported", "the names in our partner's file are full of little boxes and hieroglyphs"),
        ("Secret committed", "the secret word for our supplier's service stands in the public source folder"),
        ("Container cannot reach a database", "the packed program cannot see the customer storage on the very computer it sits on"),
        ("Race between two updates", "one colleague's edit is swallowed when the other one stores a second later"),
        ("Input loses focus", "after each letter I have to click the box anew"),
        ("Cron job skipped", "the early morning chore was left out the night the clocks went forward"),
        ("Thread pool starvation", "all helpers stand around waiting while the processor is bored"),
        ("Migration adds a NOT NULL", "putting one more column into the giant sheet keeps all the writers standing in line"),
        ("Emails land in spam", "our letters are taken for advertising by the recipients' mailboxes"),
        ("S3 uploads through the API", "whole films from visitors are held in short-term memory before they reach the file cupboard"),
        ("Dead letters pile up", "a damaged letter goes round and round in the post office and nobody behind it is served"),
        ("Readiness probe fails", "the overseer shoots the program before it has got out of bed"),
        ("Index not used because", "finding a person by mail leafs through the customer card box from front to back"),
        ("TLS handshake fails", "the padlock of our internal site has run out although a new one was fetched"),
        ("CORS request blocked", "our page may not fetch from a neighbour's site because the doorman wants to see a pass first"),
        ("Deadlock found", "two chores each hold what the other one needs, and the storage throws one of them out"),
        ("Docker image is huge", "the crate that we ship weighs far too much because the workshop's tools are packed in with it"),
    ];
}
