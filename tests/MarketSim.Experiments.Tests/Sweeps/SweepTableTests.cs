using MarketSim.Experiments.Sweeps;
using MarketSim.Results;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Experiments.Tests.Sweeps;

public sealed class SweepTableTests : IDisposable
{
    private const string Market = """
        name: small
        seed: 3
        market:
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          close: "09:40:00"
          initialPrice: 100.00
          fundamental: { type: constant }
        agents:
          - { name: noise, type: noise, count: 80 }
          - { name: value, type: value, count: 20 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-sweep-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_are_in_order_of_seeds_and_read_back_equal()
    {
        SweepTable written = Open();
        written.Put(new SweepResult(12, RunStatus.Finished, "f12", "d12", string.Empty, [new("orders", 100), new("profit_noise", -3.25m)]));
        written.Put(SweepResult.Failed(3, "disk \"full\", twice"));

        SweepTable read = Open();

        Assert.Equal([3UL, 12UL], read.Results.Select(result => result.Seed));
        Assert.Equal((false, true), (read.IsFinished(3), read.IsFinished(12)));
        Assert.Equal("disk \"full\", twice", read.Results.First().Message);
        Assert.Equal([new("orders", 100), new("profit_noise", -3.25m)], read.Results.Last().Figures);
        Assert.Equal(
        [
            "seed,status,fingerprint,state_digest,message,ticks,orders,trades,volume,messages,wall_seconds,profit_noise,profit_value,spread,volatility,kurtosis",
            "3,failed,,,\"disk \"\"full\"\", twice\",,,,,,,,,,,",
            "12,finished,f12,d12,,,100,,,,,-3.25,,,,",
        ],
        File.ReadAllLines(Path.Combine(_folder, SweepTable.FileName)));
    }

    [Fact]
    public void Message_of_several_lines_stays_in_its_row()
    {
        Open().Put(SweepResult.Failed(3, "no disk\nat all"));

        Assert.Equal("3,failed,,,\"no disk at all\",,,,,,,,,,,", File.ReadAllLines(Path.Combine(_folder, SweepTable.FileName))[1]);
        Assert.Equal("no disk at all", Assert.Single(Open().Results).Message);
    }

    [Fact]
    public void Row_of_a_failure_is_replaced_by_what_came_later()
    {
        SweepTable table = Open();
        table.Put(SweepResult.Failed(3, "killed"));
        table.Put(new SweepResult(3, RunStatus.Finished, "f", "d", string.Empty, []));

        Assert.True(Assert.Single(Open().Results).IsFinished);
    }

    [Theory]
    [InlineData("seed,status", "results.csv:1: these are not the columns of this sweep")]
    [InlineData("seed,status,fingerprint,state_digest,message,ticks,orders,trades,volume,messages,wall_seconds,profit_noise,profit_value,spread,volatility,kurtosis\nx,finished,,,,,,,,,,,,,,", "results.csv:2: this is no row")]
    public void Table_of_something_else_is_refused_with_its_line(string content, string explanation)
    {
        File.WriteAllText(Path.Combine(_folder, SweepTable.FileName), content);

        RunFolderException refusal = Assert.Throws<RunFolderException>(Open);

        Assert.Contains(explanation, refusal.Message, StringComparison.Ordinal);
    }

    private SweepTable Open() => SweepTable.Open(_folder, ScenarioReader.Read(Market, "small.yaml"));
}
