using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests.Reading;

public sealed class ScenarioProblemTests
{
    [Theory]
    [InlineData("tickSize: 0.01", "tickSize: 0", "market.yaml:5: market.tickSize is 0; it must be a number greater than 0 (1e-9 to 1e15), e.g. 0.01")]
    [InlineData("tickSize: 0.01", "tickSize: cent", "market.yaml:5: market.tickSize is cent; it must be a number greater than 0 (1e-9 to 1e15), e.g. 0.01")]
    [InlineData("tickSize: 0.01", "tickSize:", "market.yaml:5: market.tickSize is empty; it must be a number greater than 0 (1e-9 to 1e15), e.g. 0.01")]
    [InlineData("tickSize: 0.01", "tickSize: [0.01]", "market.yaml:5: market.tickSize is a list; it must be a number greater than 0 (1e-9 to 1e15), e.g. 0.01")]
    [InlineData("  tickSize: 0.01\n", "", "market.yaml:3: market.tickSize is missing; it must be a number greater than 0 (1e-9 to 1e15), e.g. 0.01")]
    [InlineData("tick: 1s", "tick: 10", "market.yaml:7: market.tick is 10; it must be a time span greater than 0 with its unit (ns, us, ms, s, min, h, d), e.g. 1s")]
    [InlineData("tick: 1s", "tick: 1 fortnight", "market.yaml:7: market.tick is 1 fortnight; it must be a time span greater than 0 with its unit (ns, us, ms, s, min, h, d), e.g. 1s")]
    [InlineData("tick: 1s", "tick: 0.1ns", "market.yaml:7: market.tick is 0.1ns; it must be a time span greater than 0 with its unit (ns, us, ms, s, min, h, d), e.g. 1s")]
    [InlineData("tick: 1s", "tick: 1d", "market.yaml:7: market.tick is 1d; it must be at most the length of the session, 23400s")]
    [InlineData("\"16:00:00\"", "\"09:00:00\"", "market.yaml:9: market.close is 09:00:00; it must be later than market.open, 09:30:00")]
    [InlineData("\"16:00:00\"", "\"25:00:00\"", "market.yaml:9: market.close is 25:00:00; it must be a time of day, e.g. \"09:30:00\", or a time span since midnight, e.g. 34200s")]
    [InlineData("initialPrice: 100.00", "initialPrice: 100.005", "market.yaml:10: market.initialPrice is 100.005; it must be a multiple of the smallest price step, 0.01")]
    [InlineData("initialPrice: 100.00", "initialPrice: 100.00\n  maximumPrice: 50", "market.yaml:10: market.initialPrice is 100.00; it must be at most market.maximumPrice, 50")]
    [InlineData("initialPrice: 100.00", "initialPrice: 100.00\n  maximumQuantity: 5000000000", "market.yaml:11: market.maximumQuantity is 5000000000; it must be at most 4294967295 lots")]
    [InlineData("initialPrice: 100.00", "initialPrice: 100.00\n  maximumPrice: 1e12", "market.yaml:11: market.maximumPrice is 1e12; it must be lower: times market.maximumQuantity, 1000000000, it exceeds 64 bits")]
    [InlineData("snapshotLevels: 5", "snapshotLevels: 0", "market.yaml:11: market.snapshotLevels is 0; it must be a whole number from 1 to 50, e.g. 10")]
    [InlineData("taker: 0.3bp", "taker: 0.3", "market.yaml:12: market.fees.taker is 0.3; it must be a fee in basis points from -1000bp to 1000bp, down to 0.0001bp, e.g. 0.2bp; a rebate is negative")]
    [InlineData("type: constant", "type: constnt", "market.yaml:14: market.fundamental.type: constnt is not a known fundamental value; did you mean constant?*")]
    [InlineData("symbol: ABC", "simbol: ABC", "market.yaml:4: market.simbol is not a known key; did you mean symbol?*")]
    [InlineData("symbol: ABC", "lotSize: 2", "market.yaml:6: market.lotSize is given twice, first in line 4; keep one of them")]
    [InlineData("count: 20", "count: -20", "market.yaml:18: agents[0].count is -20; it must be a whole number from 1 to 10,000,000, e.g. 100")]
    [InlineData("count: 20", "count: 2.5", "market.yaml:18: agents[0].count is 2.5; it must be a whole number from 1 to 10,000,000, e.g. 100")]
    [InlineData("count: 20", "count: 20\n    actors: pool", "market.yaml:19: agents[0].actors is pool; it must be individual (each agent is an actor) or pooled (its partition calls it directly: faster for large crowds, same results)")]
    [InlineData("type: noise", "type: nois", "market.yaml:17: agents[0].type: nois is not a known strategy; did you mean noise?*")]
    [InlineData("meanInterval: 90s", "meanInterval: 90", "market.yaml:23: agents[0].parameters.meanInterval is 90; it must be a time span*")]
    [InlineData("marketShare: 25%", "marketShare: 250%", "market.yaml:24: agents[0].parameters.marketShare is 250%; it must be between 0 and 1")]
    [InlineData("marketShare: 25%", "marketshar: 25%", "market.yaml:24: agents[0].parameters.marketshar is not a known parameter; did you mean marketShare?*")]
    [InlineData("marketShare: 25%", "marketShare: { a: 1 }", "market.yaml:24: agents[0].parameters.marketShare is a section of keys; it must be a single value")]
    [InlineData("name: informed", "name: crowd", "market.yaml:25: agents[1].name is crowd; it must be unlike the name of any other group; the first is in line 16")]
    [InlineData("name: informed", "name: a,b", "market.yaml:25: agents[1].name is a,b; it must be 1 to 64 letters, digits, -, _ or ., beginning with a letter or digit, e.g. noise")]
    [InlineData("cash: 1000", "cash: 1000.005", "market.yaml:19: agents[0].cash is 1000.005; it must be a multiple of the value of one lot at one tick, 0.01, within 64 bits")]
    [InlineData("count: 20", "count: 9999999", "market.yaml:15: agents is 10,000,002 in all; it must be at most 10,000,000; lower a count")]
    [InlineData("count: 20\n    cash: 1000", "count: 40\n    cash: 9e14", "market.yaml:15: agents is given 3600000000000000000 tick·lots of cash in all;*")]
    [InlineData("median: 5ms", "median: 5", "market.yaml:21: agents[0].latency.median is 5; it must be a time span*")]
    [InlineData("sampleInterval: 5s", "sampleInterval: 0s", "market.yaml:28: output.sampleInterval is 0s; it must be a time span greater than 0*")]
    [InlineData("sampleInterval: 5s", "sampleInterval: 10ms", "market.yaml:28: output.sampleInterval is 10ms; it must be at least market.tick, 1s")]
    [InlineData("trades: false", "trades: perhaps", "market.yaml:28: output.trades is perhaps; it must be true or false")]
    [InlineData("keep: 2", "keep: 0", "market.yaml:29: checkpoint.keep is 0; it must be a whole number from 1 to 1,000, e.g. 3")]
    [InlineData("threads: 2", "threads: many", "market.yaml:30: execution.threads is many; it must be a whole number from 1 to 1,024, or auto")]
    [InlineData("nodes: 3", "nodes: all", "market.yaml:31: cluster.nodes is all; it must be a whole number from 0 to 10,000, e.g. 4")]
    [InlineData("seed: 7", "seed: -7", "market.yaml:2: seed is -7; it must be a whole number from 0 to 18446744073709551615, e.g. 1")]
    [InlineData("name: small", "name: ../../etc", "market.yaml:1: name is ../../etc; it must be 1 to 64 letters, digits*")]
    [InlineData("seed: 7", "seed: &s 7\ncopy: *s", "market.yaml:3: anchors and aliases (& and *) are not taken; write the value out")]
    [InlineData("seed: 7", "seed: 7\n  market: 3", "market.yaml:3: *")]
    [InlineData("fundamental:\n    type: constant", "# none", "market.yaml:3: market.fundamental is missing; it must be a section of keys")]
    [InlineData("fundamental:\n    type: constant", "fundamental: constant", "market.yaml:13: market.fundamental is constant; it must be a section of keys")]
    [InlineData("seed: 7", "seed: \"7", "market.yaml:*")]
    [InlineData("  tick: 1s", "\ttick: 1s", "market.yaml:7: *")]
    [InlineData("tick: 1s", "tick: [1s", "market.yaml:7: from here on the text is not YAML*")]
    [InlineData("seed: 7", "seed: 7\ntrainig: { episodes: 2 }", "market.yaml:3: trainig is not a known key; did you mean training?*")]
    [InlineData("seed: 7", "seed: 7\nactors: pooled", "market.yaml:3: actors is not a known key here; it belongs to a group of agents, beside its type and count, e.g. actors: pooled")]
    [InlineData("symbol: ABC", "actors: pooled", "market.yaml:4: market.actors is not a known key here; it belongs to a group of agents*")]
    [InlineData("threads: 2", "actors: pooled", "market.yaml:30: execution.actors is not a known key here; it belongs to a group of agents*")]
    [InlineData("marketShare: 25%", "actors: pooled", "market.yaml:24: agents[0].parameters.actors is not a known key here; it belongs to a group of agents*")]
    [InlineData("symbol: ABC", "cloze: ABC", "market.yaml:4: market.cloze is not a known key; did you mean close? known are symbol, tickSize, lotSize, tick, open, length, close*")]
    public void One_mistake_gives_one_message_with_its_place(string found, string replacement, string expected)
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(
            () => ScenarioReader.Read(ScenarioYaml.With(found, replacement), ScenarioYaml.FileName));

        string message = Assert.Single(exception.Problems).ToString();
        AssertMatches(expected, message);
    }

    [Theory]
    [InlineData("seed: 7", "seed: [7", ScenarioProblemCode.Unreadable)]
    [InlineData("seed: 7", "seed: 7\nplugins: { own: { file: none.dll, sha256: 0000000000000000000000000000000000000000000000000000000000000000 } }", ScenarioProblemCode.Unreadable)]
    [InlineData("symbol: ABC", "simbol: ABC", ScenarioProblemCode.UnknownKey)]
    [InlineData("symbol: ABC", "actors: pooled", ScenarioProblemCode.UnknownKey)]
    [InlineData("marketShare: 25%", "marketshar: 25%", ScenarioProblemCode.UnknownKey)]
    [InlineData("symbol: ABC", "lotSize: 2", ScenarioProblemCode.DuplicateKey)]
    [InlineData("  tickSize: 0.01\n", "", ScenarioProblemCode.MissingKey)]
    [InlineData("fundamental:\n    type: constant", "# none", ScenarioProblemCode.MissingKey)]
    [InlineData("tickSize: 0.01", "tickSize: [0.01]", ScenarioProblemCode.WrongType)]
    [InlineData("fundamental:\n    type: constant", "fundamental: constant", ScenarioProblemCode.WrongType)]
    [InlineData("marketShare: 25%", "marketShare: { a: 1 }", ScenarioProblemCode.WrongType)]
    [InlineData("tickSize: 0.01", "tickSize: 0", ScenarioProblemCode.InvalidValue)]
    [InlineData("tick: 1s", "tick: 1d", ScenarioProblemCode.InvalidValue)]
    [InlineData("marketShare: 25%", "marketShare: 250%", ScenarioProblemCode.InvalidValue)]
    [InlineData("type: noise", "type: nois", ScenarioProblemCode.UnknownName)]
    [InlineData("type: constant", "type: constnt", ScenarioProblemCode.UnknownName)]
    [InlineData("seed: 7", "seed: 7\ntraining: { episodes: 2 }", ScenarioProblemCode.Conflict)]
    public void Each_rule_has_its_code(string found, string replacement, ScenarioProblemCode code)
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(
            () => ScenarioReader.Read(ScenarioYaml.With(found, replacement), ScenarioYaml.FileName));

        Assert.Equal(code, Assert.Single(exception.Problems).Code);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_from_top_to_bottom()
    {
        const string yaml = """
            name: small
            sede: 7
            market:
              tickSize: 0
              tick: 10
              open: "16:00:00"
              close: "09:30:00"
              fundamental: { type: constant, volatility: 3 }
            agents:
              - name: crowd
                type: nose
                count: -1
              - crowd
            output: yes
            """;

        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "a/b.yaml"));

        Assert.Equal(
            [1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 14],
            exception.Problems.Select(problem => problem.Line));
        Assert.Equal(string.Join(Environment.NewLine, exception.Problems), exception.Message);
        Assert.StartsWith("a/b.yaml:2: sede is not a known key; did you mean seed? ", exception.Problems[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "market.yaml:1: the file is empty*")]
    [InlineData("# nothing", "market.yaml:1: the file is empty*")]
    [InlineData("- a\n- b", "market.yaml:1: the scenario is a list; it must be a section of keys*")]
    [InlineData("just words", "market.yaml:1: the scenario is a single value; it must be a section of keys*")]
    [InlineData("name: a\n---\nname: b", "market.yaml:2: a second document begins here; a file holds one scenario")]
    [InlineData("? [a, b]\n: c", "market.yaml:1: a key must be a word")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "market.yaml:1: values are nested more than 16 deep")]
    [InlineData("a: {b: 1", "market.yaml:*")]
    public void What_is_no_scenario_at_all_gives_one_message(string yaml, string expected)
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, ScenarioYaml.FileName));

        AssertMatches(expected, Assert.Single(exception.Problems).ToString());
    }

    [Fact]
    public void Deep_nesting_is_refused_without_exhausting_the_stack()
    {
        string yaml = "a: " + new string('[', 100_000);

        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, ScenarioYaml.FileName));

        Assert.EndsWith("nested more than 16 deep", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_of_another_kind_is_told_in_fifty_lines_and_a_count()
    {
        string yaml = string.Concat(Enumerable.Range(1, 20_000).Select(line => $"service{line}: on\n"));

        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, ScenarioYaml.FileName));

        Assert.Equal(51, exception.Problems.Count);
        Assert.Equal("market.yaml:47: 19954 more problems from here on; is this the right file?", exception.Problems[^1].ToString());
    }

    [Fact]
    public void Control_characters_of_a_value_do_not_reach_the_message()
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(
            () => ScenarioReader.Read(ScenarioYaml.With("symbol: ABC", "symbol: \"\\e[31mA\\nB\""), ScenarioYaml.FileName));

        Assert.DoesNotContain(Assert.Single(exception.Problems).ToString(), char.IsControl);
    }

    /// <summary>A star at the end of what is expected stands for any rest.</summary>
    private static void AssertMatches(string expected, string message)
    {
        if (expected.EndsWith('*'))
            Assert.StartsWith(expected[..^1], message, StringComparison.Ordinal);
        else
            Assert.Equal(expected, message);
    }
}
