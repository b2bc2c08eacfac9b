using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MarketSim.Environments.Bars;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;

namespace MarketSim.Serving.Worlds;

/// <summary>One agent that trades bars. Its fingerprint is the SHA-256 over seed, observations and figures of the episode.</summary>
internal sealed class BarsWorld(TradingEnvironment environment) : IWorld, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public IReadOnlyList<string> Agents { get; } = ["agent"];

    public IReadOnlyList<int> Accounts => [];

    public MarketLog? Log => null;

    public Space ObservationSpace => environment.ObservationSpace;

    public Space ActionSpace => environment.ActionSpace;

    public IReadOnlyList<string> ObservationNames => [];

    public IReadOnlyList<string> Figures { get; } = ["bar", "wealth", "units", "leverage", "share", "costs", "turnover"];

    public string Fingerprint => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Reset(ulong seed, in WorldRows rows)
    {
        environment.Reset(seed, rows.Observations);
        rows.Rewards[0] = 0;
        rows.Flags[0] = RowFlags.Present;
        _hash.TryGetHashAndReset(stackalloc byte[SHA256.HashSizeInBytes], out _);
        _hash.AppendData(MemoryMarshal.AsBytes([seed]));
        Write(rows);
    }

    public void Step(ReadOnlySpan<float> actions, in WorldRows rows)
    {
        StepResult result = environment.Step(actions, rows.Observations);
        rows.Rewards[0] = result.Reward;
        rows.Flags[0] = result.Terminated ? RowFlags.Terminated : result.Truncated ? RowFlags.Truncated : RowFlags.Present;
        Write(rows);
    }

    public void Dispose() => _hash.Dispose();

    private void Write(in WorldRows rows)
    {
        ReadOnlySpan<double> figures =
        [
            environment.CurrentBar, environment.Wealth, environment.Units, environment.Leverage, environment.Share, environment.CostsPaid, environment.Turnover,
        ];
        figures.CopyTo(rows.Figures);
        _hash.AppendData(MemoryMarshal.AsBytes(rows.Observations));
        _hash.AppendData(MemoryMarshal.AsBytes(figures));
    }
}
