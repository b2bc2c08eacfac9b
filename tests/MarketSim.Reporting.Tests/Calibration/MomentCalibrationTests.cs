using MarketSim.Reporting.Calibration;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Reporting.Tests.Calibration;

public sealed class MomentCalibrationTests
{
    [Fact]
    public async Task Moment_that_one_session_does_not_tell_is_left_out_and_the_others_are_reached()
    {
        Scenario scenario = ScenarioCatalog.Read("quickstart");
        CalibrationParameter share = CalibrationParameter.Parse("noise.marketShare=10%..30%", scenario);
        MomentTarget[] targets = [new("log_trades", 2, 0.01), new("log_volatility", -7, 0.1)];
        using var folder = new TemporaryFolder();

        CalibrationResult result = await new MomentCalibration(scenario, [share], targets, [1, 2], new TenfoldShare(share), new CalibrationFolder(folder.Path).LedgerPath).RunAsync(budget: 12);

        Assert.Equal(0.2, result.Parameters[0].Estimate, 0.01);
        Assert.Equal(2, result.Moments[0].Fitted, 0.02);
        Assert.Equal(double.NaN, result.Moments[1].Fitted);
        Assert.Equal(0, result.DegreesOfFreedom);
    }

    /// <summary>Tenfold the parameter as number of trades; the second session is too short for the volatility.</summary>
    private sealed class TenfoldShare(CalibrationParameter share) : IMomentSource
    {
        public string Measurement => "by formula";

        public Task<IReadOnlyList<double[]>> MeasureAsync(IReadOnlyList<Scenario> sessions, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<double[]>>([.. sessions.Select(Moments)]);

        private double[] Moments(Scenario session) =>
        [
            .. SimulatedMoments.Names.Select(name => name switch
            {
                "log_trades" => (10 * share.Of(session)) + (session.Seed == 1 ? 0.001 : -0.001),
                "log_volatility" when session.Seed == 1 => -7,
                _ => double.NaN,
            }),
        ];
    }
}
