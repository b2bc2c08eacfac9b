using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>Sessions that are simulated in this process, without files.</summary>
/// <param name="jobs">Sessions at the same time, at least 1.</param>
public sealed class LocalMoments(int jobs) : IMomentSource
{
    /// <inheritdoc/>
    public string Measurement => "in memory";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<double[]>> MeasureAsync(IReadOnlyList<Scenario> sessions, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        double[][] moments = new double[sessions.Count][];
        await Parallel.ForAsync(0, sessions.Count, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, (session, _) =>
        {
            moments[session] = SimulatedMoments.Of(sessions[session]);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return moments;
    }
}
