using System.Globalization;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Optimisation;

namespace MarketSim.Learning.Options;

/// <summary>Values of options as text and back, exactly.</summary>
internal static class OptionText
{
    private const string None = "none";
    private const string Same = "same";
    private const string Linear = "lin_";

    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(double? value) => value is { } number ? Of(number) : None;

    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(int? value) => value is { } number ? Of(number) : None;

    public static string Of(bool value) => value ? "true" : "false";

    /// <param name="values">Null for the same as another setting.</param>
    public static string Of(IReadOnlyList<int>? values) => values is null ? Same : values.Count == 0 ? None : string.Join(',', values.Select(Of));

    public static string Of(FeatureExtractor? extractor) => extractor?.Description ?? None;

    public static string Of(Schedule schedule) =>
        schedule.Start == schedule.End ? Of(schedule.Start) : schedule.End == 0 ? Linear + Of(schedule.Start) : $"{Of(schedule.Start)}:{Of(schedule.End)}";

    public static string Of(Schedule? schedule) => schedule is { } known ? Of(known) : None;

    /// <summary>A number for a constant, <c>lin_0.001</c> for one that falls to 0, <c>0.001:0.0001</c> for one that changes from the first to the second.</summary>
    public static Schedule ToSchedule(string text)
    {
        try
        {
            if (text.StartsWith(Linear, StringComparison.Ordinal))
            {
                return Schedule.LinearToZero(ToDouble(text[Linear.Length..]));
            }

            string[] ends = text.Split(':');
            return ends.Length == 2 ? new Schedule(ToDouble(ends[0]), ToDouble(ends[1])) : Schedule.Constant(ToDouble(text));
        }
        catch (FormatException error)
        {
            throw new FormatException("a number, lin_ and a number, or two numbers with a colon, e.g. 3e-4, lin_3e-4 or 3e-4:1e-5", error);
        }
    }

    public static Schedule? ToOptionalSchedule(string text) => text == None ? null : ToSchedule(text);

    public static double ToDouble(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw new FormatException("a number, e.g. 0.5 or 3e-4");

    public static double? ToOptionalDouble(string text) => text == None ? null : ToDouble(text);

    public static int ToInt(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw new FormatException("a whole number, e.g. 64");

    public static int? ToOptionalInt(string text) => text == None ? null : ToInt(text);

    public static bool ToBool(string text) => text switch
    {
        "true" or "True" => true,
        "false" or "False" => false,
        _ => throw new FormatException("true or false"),
    };

    public static IReadOnlyList<int> ToInts(string text) =>
        text == None ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(ToInt)];

    public static IReadOnlyList<int>? ToOptionalInts(string text) => text == Same ? null : ToInts(text);

    public static FeatureExtractor? ToExtractor(string text) => text == None ? null : new NamedExtractor(text);

    public static T ToEnum<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"one of {string.Join(", ", Enum.GetNames<T>())}");
}
