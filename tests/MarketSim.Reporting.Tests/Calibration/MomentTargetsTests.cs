using MarketSim.Reporting.Calibration;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Calibration;

public sealed class MomentTargetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "targets.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Targets_read_back_equal()
    {
        MomentTarget[] targets = [new(SimulatedMoments.Names[0], -7.25, 1.0 / 3), new(SimulatedMoments.Names[3], 0.1, 1e-20)];

        MomentTargets.Write(Path, targets);

        Assert.Equal(targets, MomentTargets.Read(Path));
        Assert.Equal("moment,value,error\nlog_volatility,-7.25,0.3333333333333333\n", string.Join(string.Empty, File.ReadLines(Path).Take(2).Select(static line => line + "\n")));
    }

    [Fact]
    public void Blanks_and_empty_lines_do_not_count()
    {
        File.WriteAllText(Path, "moment, value, error\n\n log_trades , 3 ,0.1\n   \n");

        Assert.Equal([new MomentTarget("log_trades", 3, 0.1)], MomentTargets.Read(Path));
    }

    [Theory]
    [InlineData("", ":1: the first line must be moment,value,error")]
    [InlineData("moment,value,error\n", ": there are no targets below the first line")]
    [InlineData("moment,value,error\nlog_trades,3\n", ":2: has 2 columns; it must have 3.")]
    [InlineData("moment,value,error\nlog_trades,3,0\n", ":2: column 'error' is '0'; it must be a number greater than 0")]
    [InlineData("moment,value,error\nlog_trades,much,1\n", ":2: column 'value' is 'much'; it must be a number")]
    public void Wrong_file_is_refused_with_its_line(string content, string message)
    {
        File.WriteAllText(Path, content);

        Assert.StartsWith(Path + message, Assert.Throws<InvalidDataException>(() => MomentTargets.Read(Path)).Message, StringComparison.Ordinal);
    }
}
