namespace MarketSim.Serving.Records;

/// <summary>The content of <c>run.json</c> of a run through the environment server.</summary>
/// <param name="Scenario">Its name; empty for the kind's own market.</param>
/// <param name="Environment">The kind of its environments.</param>
/// <param name="Accounts">By agent, as <c>trades.csv</c> names them; empty for bars.</param>
/// <param name="Fingerprint">h = SHA-256(h before, environment, seed, steps, fingerprint of the episode) over all episodes in the order in which they ended, in hexadecimal.</param>
/// <param name="AnswersDigest">SHA-256 over all answers that clients were sent, in hexadecimal.</param>
/// <param name="Status"><c>running</c>, <c>finished</c>, or <c>interrupted</c> when the client was gone.</param>
public sealed record ServedRunSummary(
    string Version,
    string Kind,
    string Scenario,
    string Environment,
    int Environments,
    IReadOnlyList<string> Agents,
    IReadOnlyList<int> Accounts,
    IReadOnlyDictionary<string, string> Options,
    long Episodes,
    long Steps,
    string Fingerprint,
    string AnswersDigest,
    string Status)
{
    /// <summary>The value of <c>kind</c> in the <c>run.json</c> of such a run.</summary>
    public const string KindOfRun = "served";
}
