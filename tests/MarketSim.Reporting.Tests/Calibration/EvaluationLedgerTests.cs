using MarketSim.Reporting.Calibration;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Calibration;

public sealed class EvaluationLedgerTests : IDisposable
{
    private const string Subject = "digest noise.marketShare=0.01..0.4 seeds 1,2 moments log_trades,sign_memory";

    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "evaluations.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluations_are_read_back_to_the_bit_without_the_one_that_was_cut_off()
    {
        var ledger = new EvaluationLedger(Path, moments: 2);
        Assert.Empty(ledger.Begin(Subject));
        ledger.Append(new MomentEvaluation([0.25, 1.0 / 3], [1.5, double.NaN], [0, 0.1]));
        string whole = File.ReadAllText(Path);
        File.AppendAllText(Path, "0.5;0.75,1,2");

        MomentEvaluation read = Assert.Single(new EvaluationLedger(Path, moments: 2).Begin(Subject));

        Assert.Equal([0.25, 1.0 / 3], read.Place);
        Assert.Equal([1.5, double.NaN], read.Means);
        Assert.Equal([0, 0.1], read.Errors);
        Assert.Equal($"# {Subject}\n0.25;0.3333333333333333,1.5,NaN,0,0.1\n", whole);
        Assert.Equal(whole, File.ReadAllText(Path));
    }

    [Theory]
    [InlineData("# another\n", "holds evaluations of another scenario")]
    [InlineData($"# {Subject}\n0.5,1,2,3,4\n0.5,1,2\n", ":3: has 3 columns; it must have 5.")]
    [InlineData($"# {Subject}\n0.5,1,x,3,4\n", ":2: holds 'x' in place of a number")]
    public void File_of_something_else_is_refused(string content, string message)
    {
        File.WriteAllText(Path, content);

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new EvaluationLedger(Path, moments: 2).Begin(Subject)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path));
    }
}
