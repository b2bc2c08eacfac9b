using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>Simulates sessions and measures their <see cref="SimulatedMoments"/>: in this process, or on the nodes of a cluster.</summary>
public interface IMomentSource
{
    /// <summary>The way of measuring: evaluations of two ways are not mixed in one calibration.</summary>
    string Measurement { get; }

    /// <summary>The moments of each session, in the order of the sessions.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<IReadOnlyList<double[]>> MeasureAsync(IReadOnlyList<Scenario> sessions, CancellationToken cancellation);
}
