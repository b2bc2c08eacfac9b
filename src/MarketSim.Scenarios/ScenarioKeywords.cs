using MarketSim.Learning.Curriculum;
using MarketSim.Market.Book;

namespace MarketSim.Scenarios;

/// <summary>Words that several keys of a scenario have, or that are read and written.</summary>
internal static class ScenarioKeywords
{
    /// <summary>None.</summary>
    public const string Off = "off";

    /// <summary>The word for a number chosen by the machine.</summary>
    public const string Auto = "auto";

    /// <summary>Each agent of a group is an actor.</summary>
    public const string Individual = "individual";

    /// <summary>The agents of a group are called directly by their partition.</summary>
    public const string Pooled = "pooled";

    /// <summary>The modes of self-trade prevention.</summary>
    public static IReadOnlyList<(string Word, SelfTradeMode Mode)> SelfTradeModes { get; } =
    [
        ("allow", SelfTradeMode.Allow),
        ("cancel_newest", SelfTradeMode.CancelNewest),
        ("cancel_oldest", SelfTradeMode.CancelOldest),
        ("decrement", SelfTradeMode.Decrement),
    ];

    /// <summary>Each agent of a group is an owner.</summary>
    public const string OwnerAgent = "agent";

    /// <summary>The agents of a group are one owner.</summary>
    public const string OwnerGroup = "group";

    /// <summary>Agents trade only what they have.</summary>
    public const string FundsLimited = "limited";

    /// <summary>Agents may borrow against their equity.</summary>
    public const string FundsMargin = "margin";

    /// <summary>Agents may owe cash and inventory.</summary>
    public const string FundsUnlimited = "unlimited";

    public static string SelfTradeModeOf(SelfTradeMode mode) => SelfTradeModes.First(pair => pair.Mode == mode).Word;

    /// <summary>The schedules of stages of a curriculum in a market, by their words.</summary>
    public static IReadOnlyList<(string Word, CurriculumSchedule Schedule)> Schedules { get; } =
    [
        ("automatic", CurriculumSchedule.Automatic),
        ("manual", CurriculumSchedule.Manual),
        ("linear", CurriculumSchedule.Linear),
        ("learning_progress", CurriculumSchedule.LearningProgress),
    ];

    public static string ScheduleOf(CurriculumSchedule schedule) => Schedules.First(pair => pair.Schedule == schedule).Word;
}
