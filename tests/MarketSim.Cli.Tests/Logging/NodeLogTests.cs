using System.Text.Json;
using MarketSim.Cli.Logging;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cli.Tests.Logging;

public sealed partial class NodeLogTests
{
    [Fact]
    public void Text_line_begins_with_time_level_node_run_epoch_and_tick()
    {
        string line = Assert.Single(Lines(NodeLog.Text, logger => Recovers(logger, "day", 3, 1_200, "a \"reason\"\nin lines", exception: null)));

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WRN node=market-1 run=day epoch=3 tick=1200 Run day in epoch 3 at tick 1200: a ""reason"" \| in lines$", line);
    }

    [Fact]
    public void Exception_stays_in_the_line_of_its_event()
    {
        string line = Assert.Single(Lines(NodeLog.Text, logger => Recovers(logger, "day", 3, 7, "x", new InvalidOperationException("first\nsecond"))));

        Assert.Contains("| System.InvalidOperationException: first | second", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_line_has_the_same_fields_as_values()
    {
        using JsonDocument line = JsonDocument.Parse(Assert.Single(Lines(NodeLog.Json, logger => Recovers(logger, "day", 3, 1_200, "lost", exception: null))));

        JsonElement root = line.RootElement;
        Assert.Equal(["time", "level", "event", "node", "run", "epoch", "tick", "message", "reason"], root.EnumerateObject().Select(property => property.Name).ToArray());
        Assert.Equal(("warning", 77, "market-1", "day"), (root.GetProperty("level").GetString(), root.GetProperty("event").GetInt32(), root.GetProperty("node").GetString(), root.GetProperty("run").GetString()));
        Assert.Equal((3, 1_200, "lost"), (root.GetProperty("epoch").GetInt64(), root.GetProperty("tick").GetInt64(), root.GetProperty("reason").GetString()));
    }

    [Fact]
    public void Event_of_another_node_keeps_that_nodes_name()
    {
        string line = Assert.Single(Lines(NodeLog.Text, logger => Dies(logger, "agents-2")));

        Assert.Contains("node=agents-2 Node agents-2 died", line, StringComparison.Ordinal);
    }

    private static string[] Lines(string format, Action<ILogger> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var log = new NodeLog(output, format, "market-1"))
        {
            write(log.Logger);
        }

        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [LoggerMessage(EventId = 77, Level = LogLevel.Warning, Message = "Run {Run} in epoch {Epoch} at tick {Tick}: {Reason}")]
    private static partial void Recovers(ILogger logger, string run, long epoch, long tick, string reason, Exception? exception);

    [LoggerMessage(EventId = 78, Level = LogLevel.Warning, Message = "Node {Node} died")]
    private static partial void Dies(ILogger logger, string node);
}
