using System.Globalization;

namespace MarketSim.Learning.Training;

/// <summary>Values of options as text and back, exactly.</summary>
internal static class OptionText
{
    private const string None = "none";

    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(double? value) => value is { } number ? Of(number) : None;

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(int? value) => value is { } number ? Of((long)number) : None;

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(IReadOnlyList<int> values) => values.Count == 0 ? None : string.Join(',', values.Select(static value => Of((long)value)));

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

    public static T ToEnum<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"one of {string.Join(", ", Enum.GetNames<T>())}");
}
