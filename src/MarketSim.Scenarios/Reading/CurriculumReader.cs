using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Learning.Curriculum;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the section <c>curriculum</c>.</summary>
internal sealed class CurriculumReader(SectionReader root, ScenarioFileSource files)
{
    private const int MaxEpisodes = 1_000_000;
    private const string Key = "curriculum";
    private const string StagesRule = "a list of at least one stage, from easy to hard, each with a name and what it changes, e.g. - { name: quiet, volatility: 5% }";

    private static readonly CurriculumOptions Defaults = new();

    private static readonly ValueRule<CurriculumSchedule> Schedule = new(
        $"{string.Join(", ", ScenarioKeywords.Schedules.SkipLast(1).Select(static pair => pair.Word))} or {ScenarioKeywords.Schedules[^1].Word}",
        static text => ScenarioKeywords.Schedules.Where(pair => pair.Word == text).Select(static pair => new Parsed<CurriculumSchedule>(pair.Schedule)).Cast<Parsed<CurriculumSchedule>?>().FirstOrDefault());

    private static readonly ValueRule<IReadOnlyList<string>> Names = new(
        "the name of a group, or several, e.g. [trader]",
        static text => Split(text) is { Length: > 0 } names ? new(names) : null);

    private static readonly ValueRule<IReadOnlyList<long>> Episodes = new(
        "whole numbers of episodes, e.g. [20, 50]",
        static text => Split(text).Select(static part => long.TryParse(part, out long value) ? value : -1).ToArray() is { Length: > 0 } steps && steps.All(static step => step >= 0)
            ? new(steps)
            : null);

    private readonly ProblemList _problems = root.Problems;

    /// <summary>Reads the section; null when there is none, or after a problem, which is reported.</summary>
    public ScenarioCurriculum? Read(ScenarioMarket? market, IReadOnlyList<ScenarioAgents> agents, ScenarioTraining? training)
    {
        if (!root.Has(Key))
        {
            return null;
        }

        int problemsBefore = _problems.Count;
        SectionReader section = root.Section(Key);
        if (training is null)
        {
            _problems.Add(section.Line, "curriculum is given, but there is no section training; add one, e.g. training: { episodes: 100 }, or remove curriculum");
        }

        IReadOnlyList<string> evaluates = ReadEvaluates(section, agents);
        bool hasOpponents = agents.Any(group => group.Learns && !evaluates.Contains(group.Name, StringComparer.Ordinal));
        IReadOnlyList<ScenarioStage> stages = [.. section.Sections("stages", StagesRule).Select(stage => ReadStage(stage, market, agents, evaluates)).OfType<ScenarioStage>()];
        CheckNames(section, stages);
        Field<CurriculumSchedule> schedule = section.Optional("schedule", Schedule, Defaults.Schedule, ScenarioKeywords.ScheduleOf(Defaults.Schedule));
        CurriculumOptions? options = ReadOptions(section, schedule, stages.Count, ReadManualEpisodes(section, schedule, stages.Count, training));
        Field<int> practice = section.Optional(
            "practiceEpisodes", Rules.Count(0, MaxEpisodes, "10"), hasOpponents ? options?.WindowEpisodes ?? 0 : 0, "0");
        if (hasOpponents && practice is { IsValid: true, Value: 0 })
        {
            practice.Refuse(_problems, "at least 1 where other groups learn, which keep their weights while a stage is evaluated");
        }

        (string? reference, double? success) = ReadReference(section, agents);
        section.Close();
        return _problems.Count > problemsBefore
            ? null
            : new ScenarioCurriculum
            {
                Stages = stages,
                Evaluates = evaluates,
                Reference = reference,
                PracticeEpisodes = practice.Value,
                Options = options! with { SuccessReturn = success },
            };
    }

    private IReadOnlyList<string> ReadEvaluates(SectionReader section, IReadOnlyList<ScenarioAgents> agents)
    {
        string[] learning = [.. agents.Where(static group => group.Learns).Select(static group => group.Name)];
        if (!section.Has("evaluates") && learning.Length == 1)
        {
            return learning;
        }

        Field<IReadOnlyList<string>> evaluates = section.OptionalList("evaluates", Names, []);
        if (evaluates.IsValid && evaluates.Value.Count == 0)
        {
            section.ReportMissing("evaluates", $"the groups whose learning decides about stages, of {string.Join(", ", learning)}");
        }

        foreach (string name in (evaluates.Value ?? []).Where(name => !learning.Contains(name, StringComparer.Ordinal)))
        {
            _problems.Add(evaluates.Line, $"{evaluates.Path}: {name} is not a group that learns; {NearestName.Suggest(name, learning)}", ScenarioProblemCode.UnknownName);
        }

        return [.. (evaluates.Value ?? []).Intersect(learning, StringComparer.Ordinal)];
    }

    private (string? Reference, double? Success) ReadReference(SectionReader section, IReadOnlyList<ScenarioAgents> agents)
    {
        string[] rules = [.. agents.Where(static group => group.Agent is RuleBasedAgent).Select(static group => group.Name)];
        if (section.Has("success"))
        {
            Field<double> success = section.Required("success", Rules.Number("a change of wealth in currency, e.g. 0", -1e15, 1e15));
            if (section.Has("reference"))
            {
                _problems.Add(section.LineOf("reference"), $"{section.PathOf("reference")} is given beside success; scores are measured by one of them. Remove the other");
            }

            return (null, success.Value);
        }

        if (!section.Has("reference"))
        {
            section.ReportMissing("reference", $"the name of a group that follows a strategy, which scores 1 in the place of those that are evaluated ({string.Join(", ", rules)}); or give success: 0, a change of wealth that is a success");
            return (null, null);
        }

        Field<string> reference = section.Required("reference", Rules.Name("momentum"));
        if (reference.IsValid && !rules.Contains(reference.Value, StringComparer.Ordinal))
        {
            _problems.Add(reference.Line, $"{reference.Path}: {reference.Value} is not a group that follows a strategy; {NearestName.Suggest(reference.Value, rules)}", ScenarioProblemCode.UnknownName);
        }

        return (reference.Value, null);
    }

    private CurriculumOptions? ReadOptions(SectionReader section, Field<CurriculumSchedule> schedule, int stages, IReadOnlyList<long> manual)
    {
        Field<double> threshold = section.Optional("threshold", Share("0.7", 0, 1), Defaults.ProgressionThreshold, "0.7");
        Field<double> demotion = section.Optional("demotionThreshold", Share("0.35", 0, 1), threshold.Value / 2, ScenarioFormat.Number(threshold.Value / 2));
        Field<int> demotionWindows = section.Optional("demotionWindows", Rules.Count(1, MaxEpisodes, "3"), Defaults.DemotionWindows, "3");
        Field<int> window = section.Optional("windowEpisodes", Rules.Count(3, MaxEpisodes, "20"), Defaults.WindowEpisodes, "20");
        Field<double> smoothing = section.Optional("smoothing", Share("0.5", 0.001, 1), Defaults.Smoothing, "0.5");
        Field<double> significance = section.Optional("significance", Share("0.05", 1e-9, 0.5), Defaults.Significance, "0.05");
        Field<double> replay = section.Optional("replayShare", Share("0.1", 0, 0.9), Defaults.ReplayShare, "0.1");
        Field<int> references = section.Optional("referenceEpisodes", Rules.Count(5, MaxEpisodes, "20"), Defaults.ReferenceEpisodes, "50");
        if (threshold.IsValid && demotion.IsValid && demotion.Value >= threshold.Value && threshold.Value > 0)
        {
            demotion = demotion.Refuse(_problems, $"below the threshold, which is {threshold.Text}; leave it out for half of that");
        }

        return threshold.IsValid && demotion.IsValid && demotionWindows.IsValid && window.IsValid && smoothing.IsValid && significance.IsValid && replay.IsValid && references.IsValid && schedule.IsValid && stages > 0
            ? new CurriculumOptions
            {
                Schedule = schedule.Value,
                NumStages = stages,
                ProgressionThreshold = threshold.Value,
                DemotionThreshold = demotion.Value,
                DemotionWindows = demotionWindows.Value,
                WindowEpisodes = window.Value,
                Smoothing = smoothing.Value,
                Significance = significance.Value,
                ReplayShare = replay.Value,
                ReferenceEpisodes = references.Value,
                ManualSteps = manual,
            }
            : null;
    }

    private IReadOnlyList<long> ReadManualEpisodes(SectionReader section, Field<CurriculumSchedule> schedule, int stages, ScenarioTraining? training)
    {
        bool isManual = schedule is { IsValid: true, Value: CurriculumSchedule.Manual };
        if (!section.Has("manualEpisodes"))
        {
            if (isManual && stages > 1)
            {
                section.ReportMissing("manualEpisodes", $"the {stages - 1} episodes at which the stages after the first begin, e.g. [20, 50]");
            }

            return [];
        }

        Field<IReadOnlyList<long>> episodes = section.OptionalList("manualEpisodes", Episodes, []);
        if (!episodes.IsValid)
        {
            return [];
        }

        if (!isManual)
        {
            episodes.Refuse(_problems, "left out, or given with schedule: manual");
        }
        else if (stages > 0 && episodes.Value.Count != stages - 1)
        {
            episodes.Refuse(_problems, $"{stages - 1} numbers, the episodes at which the stages after the first begin");
        }
        else if (episodes.Value.Zip(episodes.Value.Prepend(0)).Any(static pair => pair.First <= pair.Second))
        {
            episodes.Refuse(_problems, "in ascending order, each greater than 0 and than the one before");
        }
        else if (training is not null && episodes.Value.Count > 0 && episodes.Value[^1] >= training.Episodes)
        {
            episodes.Refuse(_problems, $"below training.episodes, which is {training.Episodes}, or the last stage is never played");
        }

        return episodes.Value;
    }

    private ScenarioStage? ReadStage(SectionReader section, ScenarioMarket? market, IReadOnlyList<ScenarioAgents> agents, IReadOnlyList<string> evaluates)
    {
        int problemsBefore = _problems.Count;
        Field<string> name = section.Required("name", Rules.Name("quiet"));
        ScenarioFundamental? fundamental = ReadFundamental(section, market);
        SectionReader? fees = section.Has("fees") ? section.RequiredSection("fees") : null;
        Field<double> latency = section.Optional("latency", Share("50%", 0.000001, 1_000_000), 1, "1");
        IReadOnlyDictionary<string, int> active = ReadActive(section, agents, evaluates);
        var stage = new ScenarioStage(name.Value ?? string.Empty)
        {
            Fundamental = fundamental,
            Fees = fees is null ? null : MarketReader.ReadFees(fees),
            Latency = latency.Value,
            Agents = active,
        };
        section.Close();
        return _problems.Count == problemsBefore ? stage : null;
    }

    private ScenarioFundamental? ReadFundamental(SectionReader section, ScenarioMarket? market)
    {
        if (section.Has("volatility") && section.Has("fundamental"))
        {
            _problems.Add(section.LineOf("volatility"), $"{section.PathOf("volatility")} is given beside fundamental; give it within fundamental, or remove one of them");
            return null;
        }

        if (section.Has("fundamental"))
        {
            return section.RequiredSection("fundamental") is { } fundamental ? new FundamentalReader(fundamental, files).Read().Value : null;
        }

        if (!section.Has("volatility") || market is null)
        {
            return null;
        }

        ScenarioFundamental own = market.Fundamental;
        if (own.Definition.Parameters.FirstOrDefault(static parameter => parameter.Name == "volatility") is not { } volatility)
        {
            _problems.Add(section.LineOf("volatility"), $"{section.PathOf("volatility")} is given, but a value of type {own.Definition.Name} has none; give the stage another value, e.g. fundamental: {{ type: mean_reverting, volatility: 10% }}");
            return null;
        }

        Field<string> given = section.Required("volatility", new ValueRule<string>(volatility.Allowed, text => volatility.TryParse(text, out _, out _) ? new(text) : null));
        if (!given.IsValid)
        {
            return null;
        }

        var texts = own.Definition.Parameters.ToDictionary(static parameter => parameter.Name, parameter => ScenarioFormat.Parameter(parameter, own.Parameters[parameter.Name]), StringComparer.Ordinal);
        texts[volatility.Name] = given.Value;
        return own with { Parameters = new ParameterSet(own.Definition.Parameters, texts) };
    }

    private Dictionary<string, int> ReadActive(SectionReader section, IReadOnlyList<ScenarioAgents> agents, IReadOnlyList<string> evaluates)
    {
        var active = new Dictionary<string, int>(StringComparer.Ordinal);
        SectionReader groups = section.Section("agents");
        foreach (ScenarioAgents group in agents)
        {
            if (!groups.Has(group.Name))
            {
                continue;
            }

            Field<int> count = groups.Required(group.Name, Rules.Count(0, group.Count, ScenarioFormat.Number(Math.Min(1, group.Count))));
            if (count.IsValid && count.Value < group.Count && evaluates.Contains(group.Name, StringComparer.Ordinal))
            {
                count = count.Refuse(_problems, $"{group.Count}, or left out: the group is evaluated, so all its agents trade at every stage");
            }

            if (count.IsValid && count.Value < group.Count)
            {
                active.Add(group.Name, count.Value);
            }
        }

        groups.Close();
        return active;
    }

    private void CheckNames(SectionReader section, IReadOnlyList<ScenarioStage> stages)
    {
        foreach (IGrouping<string, ScenarioStage> same in stages.GroupBy(static stage => stage.Name, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            _problems.Add(section.LineOf("stages"), $"{section.PathOf("stages")} has {same.Count()} stages named {same.Key}; give each another name");
        }
    }

    private static ValueRule<double> Share(string example, double minimum, double maximum) => new(
        $"a number from {ScenarioFormat.Number((decimal)minimum)} to {ScenarioFormat.Number((decimal)maximum)}, e.g. {example}",
        text => UnitText.TryParse(text, ParameterUnit.Fraction, out double value) && value >= minimum && value <= maximum ? new(value) : null);

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
