using MarketSim.Learning.Gradients;
using MarketSim.Learning.Optimisation;

namespace MarketSim.Learning.Options;

/// <summary>Declares options by what their values are.</summary>
internal static class Option
{
    public static OptionField<T> Number<T>(string name, string description, OptionRange range, Func<T, double> get, Func<T, double, T> set) =>
        new(name, description, OptionKind.Number, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToDouble(text)))
        {
            Range = range,
            Numbers = o => [get(o)],
        };

    public static OptionField<T> OptionalNumber<T>(string name, string description, OptionRange range, Func<T, double?> get, Func<T, double?, T> set) =>
        new(name, description, OptionKind.Number, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToOptionalDouble(text)))
        {
            IsOptional = true,
            Range = range,
            Numbers = o => Given(get(o)),
        };

    public static OptionField<T> Count<T>(string name, string description, OptionRange range, Func<T, int> get, Func<T, int, T> set) =>
        new(name, description, OptionKind.Count, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToInt(text)))
        {
            Range = range,
            Numbers = o => [get(o)],
        };

    public static OptionField<T> OptionalCount<T>(string name, string description, OptionRange range, Func<T, int?> get, Func<T, int?, T> set) =>
        new(name, description, OptionKind.Count, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToOptionalInt(text)))
        {
            IsOptional = true,
            Range = range,
            Numbers = o => Given(get(o)),
        };

    public static OptionField<T> Switch<T>(string name, string description, Func<T, bool> get, Func<T, bool, T> set) =>
        new(name, description, OptionKind.Switch, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToBool(text)));

    public static OptionField<T> Word<T, TEnum>(string name, string description, Func<T, TEnum> get, Func<T, TEnum, T> set)
        where TEnum : struct, Enum =>
        new(name, description, OptionKind.Word, o => get(o).ToString(), (o, text) => set(o, OptionText.ToEnum<TEnum>(text))) { Words = Enum.GetNames<TEnum>() };

    public static OptionField<T> Scheduled<T>(string name, string description, OptionRange range, Func<T, Schedule> get, Func<T, Schedule, T> set) =>
        new(name, description, OptionKind.Schedule, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToSchedule(text)))
        {
            Range = range,
            Numbers = o => EndsOf(get(o)),
        };

    public static OptionField<T> OptionalScheduled<T>(string name, string description, OptionRange range, Func<T, Schedule?> get, Func<T, Schedule?, T> set) =>
        new(name, description, OptionKind.Schedule, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToOptionalSchedule(text)))
        {
            IsOptional = true,
            Range = range,
            Numbers = o => get(o) is { } schedule ? EndsOf(schedule) : [],
        };

    public static OptionField<T> Sizes<T>(string name, string description, OptionRange range, Func<T, IReadOnlyList<int>> get, Func<T, IReadOnlyList<int>, T> set) =>
        new(name, description, OptionKind.Sizes, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToInts(text)))
        {
            Range = range,
            Numbers = o => NumbersOf(get(o) ?? throw new ArgumentNullException(name, $"{name} is missing; leave it out for its default.")),
        };

    public static OptionField<T> OptionalSizes<T>(string name, string description, OptionRange range, Func<T, IReadOnlyList<int>?> get, Func<T, IReadOnlyList<int>?, T> set) =>
        new(name, description, OptionKind.Sizes, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToOptionalInts(text)))
        {
            IsOptional = true,
            Range = range,
            Numbers = o => NumbersOf(get(o) ?? []),
        };

    public static OptionField<T> Layers<T>(string name, string description, Func<T, FeatureExtractor?> get, Func<T, FeatureExtractor?, T> set) =>
        new(name, description, OptionKind.Layers, o => OptionText.Of(get(o)), (o, text) => set(o, OptionText.ToExtractor(text))) { IsOptional = true };

    /// <summary>One of a saved model that reads and writes its own text; the record that it belongs to describes and checks it.</summary>
    public static OptionField<T> Text<T>(string name, Func<T, string> get, Func<T, string, T> set, bool isFixed = false) =>
        new(name, string.Empty, OptionKind.Text, get, set) { IsFixed = isFixed };

    private static IEnumerable<double> Given(double? value) => value is { } given ? [given] : [];

    private static IEnumerable<double> EndsOf(Schedule schedule) => [schedule.Start, schedule.End];

    private static IEnumerable<double> NumbersOf(IReadOnlyList<int> sizes) => sizes.Select(static size => (double)size);
}
