using MarketSim.Reporting.Calibration;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Reporting.Tests.Calibration;

public sealed class CalibrationFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Table_has_a_row_per_moment_and_the_scenario_what_was_found()
    {
        Scenario scenario = ScenarioCatalog.Read("quickstart");
        CalibrationParameter share = CalibrationParameter.Parse("noise.marketShare=1%..40%", scenario);
        var result = new CalibrationResult(
            [new CalibratedParameter(share, 0.05, "5%", 0.01, IsIdentified: true)],
            [
                new FittedMoment(new MomentTarget("log_trades", 3, 0.1), 3.125, 0.2, [-0.5]),
                new FittedMoment(new MomentTarget("log_volatility", -7, 1.0 / 3), double.NaN, 0.5, [double.NaN]),
            ],
            0.5,
            [new CalibrationEvaluation([0.05], [3.125, double.NaN])]);
        var folder = new CalibrationFolder(_folder.Path);

        string page = folder.Write(result, scenario);

        Assert.Equal(
            "moment,target,target_error,error,fitted,slope_noise.marketShare\nlog_trades,3,0.1,0.2,3.125,-0.5\nlog_volatility,-7,0.3333333333333333,0.5,NaN,NaN\n",
            _folder.Read(CalibrationFolder.TableFile));
        Assert.Equal(0.05, share.Of(ScenarioReader.Read(File.ReadAllText(folder.ScenarioPath), folder.ScenarioPath)));
        Assert.True(File.Exists(page));
    }

    [Fact]
    public void Name_on_a_cluster_is_kept()
    {
        Assert.Equal("calibrate-1", new CalibrationFolder(_folder.Path).ClusterName("calibrate-1"));
        Assert.Equal("calibrate-1", new CalibrationFolder(_folder.Path).ClusterName("calibrate-2"));
    }
}
