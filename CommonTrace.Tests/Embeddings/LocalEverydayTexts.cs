namespace CommonTrace.Tests.Embeddings;

/// <summary>
/// Queries in everyday nouns and metaphors, each with the first words of the trace that answers it, one of the other texts. Written before the
/// everyday things of the vocabulary by the same hand, so what they reach is flattered.
/// </summary>
internal static class LocalEverydayTexts
{
    public static readonly (string Title, string Query)[] All =
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
