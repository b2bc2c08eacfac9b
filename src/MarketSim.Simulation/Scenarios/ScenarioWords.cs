using MarketSim.Learning.Curriculum;

namespace MarketSim.Simulation.Scenarios;

/// <summary>Words that several keys of a scenario have, or that are read and written.</summary>
internal static class ScenarioWords
{
    /// <summary>None.</summary>
    public const string Off = "off";

    /// <summary>As suits the machine.</summary>
    public const string Auto = "auto";

    /// <summary>Each agent of a group is an actor.</summary>
    public const string Individual = "individual";

    /// <summary>The agents of a group are called directly by their partition.</summary>
    public const string Pooled = "pooled";

    /// <summary>How stages of a curriculum in a market follow one another.</summary>
    public static IReadOnlyList<(string Word, CurriculumSchedule Schedule)> Schedules { get; } =
    [
        ("automatic", CurriculumSchedule.Automatic),
        ("manual", CurriculumSchedule.Manual),
        ("linear", CurriculumSchedule.Linear),
        ("learning_progress", CurriculumSchedule.LearningProgress),
    ];

    public static string ScheduleOf(CurriculumSchedule schedule) => Schedules.First(pair => pair.Schedule == schedule).Word;
}
