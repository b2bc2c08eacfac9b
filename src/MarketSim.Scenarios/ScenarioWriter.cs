using System.Globalization;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Agents.Population;
using MarketSim.Environments.OrderBooks;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Scenarios.Plugins;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios;

/// <summary>Writes scenarios as YAML with every default written out; <see cref="ScenarioReader"/> reads the same scenario back.</summary>
public static class ScenarioWriter
{
    private const long NanosecondsPerTimeSpanTick = 100;

    /// <summary>The scenario as YAML.</summary>
    public static string Write(Scenario scenario) => Write(scenario, decisiveOnly: false);

    /// <summary>Everything that decides the result of a run: what only says where and how to execute is left out, or at its default.</summary>
    internal static string WriteDecisive(Scenario scenario) => Write(
        scenario with { Checkpoint = new ScenarioCheckpoint(), Execution = new ScenarioExecution(), Cluster = new ScenarioCluster() }, decisiveOnly: true);

    private static string Write(Scenario scenario, bool decisiveOnly)
    {
        var yaml = new YamlOutput();
        yaml.Line("name", YamlOutput.Quote(scenario.Name));
        yaml.Line("description", YamlOutput.Quote(scenario.Description));
        yaml.Line("seed", scenario.Seed.ToString(CultureInfo.InvariantCulture));
        WritePlugins(yaml, scenario.Plugins, decisiveOnly);
        WriteMarket(yaml.Section("market"), scenario.Market);
        WriteAgents(yaml.Section("agents"), scenario, decisiveOnly);
        if (scenario.Training is { } training)
        {
            WriteTraining(yaml.Section("training"), training);
        }

        if (scenario.Curriculum is { } curriculum)
        {
            CurriculumWriter.Write(yaml.Section("curriculum"), curriculum);
        }

        if (!decisiveOnly && scenario.Oracle.Count > 0)
        {
            WriteOracle(yaml.Section("oracle"), scenario.Oracle);
        }

        WriteOptions(yaml, scenario, decisiveOnly);
        return yaml.ToString();
    }

    /// <summary>Left out where there are none. Where a plugin lies decides nothing; what is in it does.</summary>
    private static void WritePlugins(YamlOutput yaml, IReadOnlyList<ScenarioPlugin> plugins, bool decisiveOnly)
    {
        YamlOutput? section = plugins.Count > 0 ? yaml.Section("plugins") : null;
        foreach (ScenarioPlugin plugin in plugins)
        {
            YamlOutput lines = section!.Section(plugin.Name);
            if (!decisiveOnly)
            {
                lines.Line("file", YamlOutput.Quote(plugin.Path));
            }

            lines.Line("sha256", YamlOutput.Quote(plugin.Sha256));
        }
    }

    private static void WriteMarket(YamlOutput yaml, ScenarioMarket market)
    {
        yaml.Line("symbol", YamlOutput.Quote(market.Instrument.Symbol));
        yaml.Line("tickSize", ScenarioFormat.Number(market.Instrument.TickSize));
        yaml.Line("lotSize", ScenarioFormat.Number(market.Instrument.LotSize));
        yaml.Line("tick", ScenarioFormat.Duration(market.Session.TickNanoseconds));
        yaml.Line("open", YamlOutput.Quote(ScenarioFormat.TimeOfDay(market.Session.Open.Nanoseconds)));
        yaml.Line("close", YamlOutput.Quote(ScenarioFormat.TimeOfDay(market.Session.Close.Nanoseconds)));
        yaml.Line("initialPrice", ScenarioFormat.Number(market.Instrument.ToCurrency(market.InitialPrice)));
        yaml.Line("snapshotLevels", ScenarioFormat.Number(market.SnapshotLevels));
        yaml.Line("priceIncrement", ScenarioFormat.Number(market.Rules.PriceIncrement * market.Instrument.TickSize));
        yaml.Line("quantityIncrement", ScenarioFormat.Number(market.Rules.QuantityIncrement * market.Instrument.LotSize));
        yaml.Line("maximumPrice", ScenarioFormat.Number(market.Instrument.ToCurrency(market.Rules.MaximumPrice)));
        yaml.Line("maximumQuantity", ScenarioFormat.Number(market.Instrument.ToUnits(market.Rules.MaximumQuantity)));
        if (market.Rules.SelfTrades.Mode != SelfTradeMode.Allow)
        {
            // The default is left out: digests of scenarios from before there was another one stay.
            yaml.Line("selfTrade", ScenarioKeywords.SelfTradeModeOf(market.Rules.SelfTrades.Mode));
        }

        WriteFees(yaml.Section("fees"), market.Fees);
        WriteActivity(yaml, market.Activity);
        WriteFundamental(yaml.Section("fundamental"), market.Fundamental);
    }

    /// <summary>Left out at its default, so that checkpoints of scenarios from before there was one continue.</summary>
    private static void WriteActivity(YamlOutput yaml, ActivityProfile activity)
    {
        if (activity == ActivityProfile.Flat)
        {
            return;
        }

        YamlOutput section = yaml.Section("activity");
        section.Line("open", ScenarioFormat.Number(activity.Open));
        section.Line("close", ScenarioFormat.Number(activity.Close));
        if (activity.DayNanoseconds > 0)
        {
            section.Line("day", ScenarioFormat.Duration(activity.DayNanoseconds));
        }
    }

    internal static void WriteFees(YamlOutput yaml, FeeSchedule fees)
    {
        yaml.Line("maker", ScenarioFormat.Fee(fees.MakerPerHundredMillion));
        yaml.Line("taker", ScenarioFormat.Fee(fees.TakerPerHundredMillion));
    }

    internal static void WriteFundamental(YamlOutput yaml, ScenarioFundamental fundamental)
    {
        yaml.Line("type", fundamental.Definition.Name);
        if (fundamental.File is { } file)
        {
            yaml.Line("file", YamlOutput.Quote(file.Path));
            yaml.Line("sha256", YamlOutput.Quote(file.Sha256));
            BarLayoutFormat.Write(yaml, file.Layout);
        }

        yaml.Parameters(fundamental.Parameters);
    }

    private static void WriteAgents(YamlOutput yaml, Scenario scenario, bool decisiveOnly)
    {
        foreach (ScenarioAgents agents in scenario.Agents)
        {
            YamlOutput group = yaml.Item("name", YamlOutput.Quote(agents.Name));
            group.Line("type", agents.Agent.Type);
            group.Line("count", ScenarioFormat.Number(agents.Count));
            if (!decisiveOnly)
            {
                group.Line("actors", agents.Actors == AgentActors.Pooled ? ScenarioKeywords.Pooled : ScenarioKeywords.Individual);
            }

            group.Line("cash", ScenarioFormat.Number(scenario.Market.Instrument.CashToCurrency(agents.Cash)));
            group.Line("inventory", ScenarioFormat.Number(agents.Inventory * scenario.Market.Instrument.LotSize));
            if (agents.SelfTrade is { } selfTrade)
            {
                group.Line("selfTrade", ScenarioKeywords.SelfTradeModeOf(selfTrade));
            }

            if (agents.Funds.Kind != FundsKind.Unlimited)
            {
                group.Line("funds", agents.Funds.Kind == FundsKind.Limited ? ScenarioKeywords.FundsLimited : ScenarioKeywords.FundsMargin);
            }

            if (agents.Funds.Kind == FundsKind.Margin)
            {
                group.Line("leverage", ScenarioFormat.Number(agents.Funds.Leverage));
            }

            if (agents.IsOneOwner)
            {
                group.Line("owner", ScenarioKeywords.OwnerGroup);
            }

            YamlOutput latency = group.Section("latency");
            latency.Line("median", ScenarioFormat.Duration(agents.Latency.MedianNanoseconds));
            latency.Line("dispersion", ScenarioFormat.Number(agents.Latency.Dispersion));
            latency.Line("jitter", ScenarioFormat.Duration(agents.Latency.JitterNanoseconds));
            if (agents.Agent is OnnxAgent onnx)
            {
                group.Line("file", YamlOutput.Quote(onnx.Policy.Source));
                group.Line("sha256", YamlOutput.Quote(onnx.Policy.Sha256));
            }

            if (agents.Agent is LearningAgent learning)
            {
                WriteLearning(group, agents, learning);
            }
            else if (agents.Competes)
            {
                group.Line("competes", "true");
            }

            if (agents.DemonstratesTo is { } policy)
            {
                group.Line("demonstrates", YamlOutput.Quote(policy));
            }

            if (agents.Agent.Parameters.Definitions.Count > 0)
            {
                group.Section("parameters").Parameters(agents.Agent.Parameters, decisiveOnly);
            }
        }
    }

    private static void WriteLearning(YamlOutput group, ScenarioAgents agents, LearningAgent learning)
    {
        group.Line("competes", Switch(agents.Competes));
        group.Line("policy", YamlOutput.Quote(learning.Policy ?? agents.Name));
        WriteEngine(group, learning.Engine);
        WriteWeights(group, "frozen", learning.Frozen);
        WriteWeights(group, "start", learning.Start);
        if (learning.Imitates is { } imitates)
        {
            YamlOutput start = group.Section("start");
            start.Line("expert", YamlOutput.Quote(imitates.Expert));
            start.Line("episodes", ScenarioFormat.Number(imitates.Episodes));
            start.Line("epochs", ScenarioFormat.Number(imitates.Epochs));
        }
    }

    private static void WriteWeights(YamlOutput group, string key, FrozenPolicy? weights)
    {
        if (weights is not null)
        {
            YamlOutput file = group.Section(key);
            file.Line("file", YamlOutput.Quote(weights.Source));
            file.Line("sha256", YamlOutput.Quote(weights.Sha256));
            if (weights.Controller is { } controller)
            {
                YamlOutput controllerFile = file.Section("controller");
                controllerFile.Line("file", YamlOutput.Quote(controller.Source));
                controllerFile.Line("sha256", YamlOutput.Quote(controller.Sha256));
            }
        }
    }

    /// <summary>The default engine is left out: checkpoints of scenarios from before there was another one remain valid.</summary>
    internal static void WriteEngine(YamlOutput learner, EngineChoice engine)
    {
        if (engine != EngineChoice.Managed)
        {
            learner.Line("engine", engine.Name);
            learner.Line("device", engine.Device);
        }
    }

    private static void WriteTraining(YamlOutput yaml, ScenarioTraining training)
    {
        yaml.Line("episodes", ScenarioFormat.Number(training.Episodes));
        yaml.Line("mode", training.Mode == TrainingMode.Lockstep ? "lockstep" : "async");
        yaml.Line("replicas", ScenarioFormat.Number(training.Replicas));
        yaml.Line("competitiveRewards", Switch(training.CompetitiveRewards));
        yaml.Line("marketImpact", Switch(training.MarketImpact));
        yaml.Line("maximumLag", ScenarioFormat.Number(training.MaximumLag));
    }

    private static void WriteOracle(YamlOutput yaml, IReadOnlyList<OracleStep> steps)
    {
        foreach (OracleStep step in steps)
        {
            yaml.Item("at", ScenarioFormat.Duration(step.AtNanoseconds)).Line("position", ScenarioFormat.Number(step.Position));
        }
    }

    private static string Switch(bool value) => value ? "true" : "false";

    private static void WriteOptions(YamlOutput yaml, Scenario scenario, bool decisiveOnly)
    {
        YamlOutput output = yaml.Section("output");
        output.Line("sampleInterval", ScenarioFormat.Duration(scenario.Output.SampleIntervalNanoseconds));
        output.Line("bookLevels", ScenarioFormat.Number(scenario.Output.BookLevels));
        output.Line("trades", Switch(scenario.Output.Trades));
        if (scenario.Output.Parquet && !decisiveOnly)
        {
            output.Line("format", "parquet");
        }

        YamlOutput checkpoint = yaml.Section("checkpoint");
        checkpoint.Line("every", scenario.Checkpoint.Every is { } every ? ScenarioFormat.Duration(every.Ticks * NanosecondsPerTimeSpanTick) : ScenarioKeywords.Off);
        checkpoint.Line("everyTicks", scenario.Checkpoint.EveryTicks is { } ticks ? ScenarioFormat.Number(ticks) : ScenarioKeywords.Off);
        checkpoint.Line("keep", ScenarioFormat.Number(scenario.Checkpoint.Keep));
        YamlOutput execution = yaml.Section("execution");
        execution.Line("partitions", scenario.Execution.Partitions is { } partitions ? ScenarioFormat.Number(partitions) : ScenarioKeywords.Auto);
        execution.Line("threads", scenario.Execution.Threads is { } threads ? ScenarioFormat.Number(threads) : ScenarioKeywords.Auto);
        YamlOutput cluster = yaml.Section("cluster");
        cluster.Line("nodes", ScenarioFormat.Number(scenario.Cluster.Nodes));
    }
}
