using System.Globalization;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Options;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Hierarchical;

/// <summary>Settings of a hierarchy as text by name, those of its levels behind <c>meta.</c> and <c>option.</c>.</summary>
public static class HierarchicalSettingsText
{
    private const string MetaPrefix = "meta.";
    private const string OptionPrefix = "option.";
    private const string RewardSeparator = ";";

    /// <summary>Settings by name, without those of the levels' algorithms.</summary>
    public static OptionTable<HierarchicalSettings> Table { get; } = new(
        HierarchicalRL.AlgorithmName,
        [
            Option.Count<HierarchicalSettings>("numOptions", "Options that the controller picks from.", OptionRange.Count(maximum: HierarchicalSettings.MaxOptions), static o => o.NumOptions, static (o, value) => o with { NumOptions = value }) with { IsFixed = true },
            Option.Text<HierarchicalSettings>("metaModelType", static o => LearnerFactory.Canonical(o.MetaModelType), static (o, text) => o with { MetaModelType = text }, isFixed: true),
            Option.Text<HierarchicalSettings>("optionModelType", static o => LearnerFactory.Canonical(o.OptionModelType), static (o, text) => o with { OptionModelType = text }, isFixed: true),
            Option.Word<HierarchicalSettings, OptionTermination>("termination", "What ends an option.", static o => o.Termination, static (o, value) => o with { Termination = value }) with { IsFixed = true },
            Option.Count<HierarchicalSettings>("optionLength", "Steps that an option acts for where all act as long, and the most where a head ends them.", OptionRange.Count(maximum: OptionChecks.MaxRows), static o => o.OptionLength, static (o, value) => o with { OptionLength = value }),
            Option.Text<HierarchicalSettings>("durations", static o => string.Join(',', o.Durations.Select(OptionText.Of)), static (o, text) => o with { Durations = OptionDurations.Parse(text) }, isFixed: true),
            Option.Text<HierarchicalSettings>("metaFeatures", static o => Elements(o.MetaFeatures), static (o, text) => o with { MetaFeatures = ToElements(text) }, isFixed: true),
            Option.Text<HierarchicalSettings>("optionFeatures", static o => Elements(o.OptionFeatures), static (o, text) => o with { OptionFeatures = ToElements(text) }, isFixed: true),
            Option.Text<HierarchicalSettings>("optionRewards", static o => Rewards(o.OptionRewards), static (o, text) => o with { OptionRewards = ToRewards(text, o.OptionRewards) }),
            Option.Switch<HierarchicalSettings>("metaIsRandom", "Whether choices are drawn uniformly, and no controller is trained.", static o => o.MetaIsRandom, static (o, value) => o with { MetaIsRandom = value }),
            Option.Switch<HierarchicalSettings>("optionsAreFrozen", "Whether options act by their most probable action and are not trained.", static o => o.OptionsAreFrozen, static (o, value) => o with { OptionsAreFrozen = value }),
            Option.Text<HierarchicalSettings>("metaSeed", static o => o.MetaSeed?.ToString(CultureInfo.InvariantCulture) ?? "none", static (o, text) => o with { MetaSeed = ToSeed(text) }),
            Option.Count<HierarchicalSettings>("usageWindow", "Environment steps that figures of the options' use are taken over.", OptionRange.Count(maximum: OptionChecks.MaxRows), static o => o.UsageWindow, static (o, value) => o with { UsageWindow = value }),
            .. TerminationSettings.Table.Fields.Select(static field => field.For<HierarchicalSettings>(static o => o.Head, static (o, head) => o with { Head = head }, NameOfHeads(field.Name))),
        ]);

    internal static IReadOnlyList<KeyValuePair<string, string>> Read(HierarchicalSettings settings)
    {
        var options = new ModelLevel(settings.OptionModelType, settings.OptionParameters);
        var controller = new ModelLevel(settings.MetaModelType, HierarchicalLearner.MetaParametersOf(settings, options));
        return
        [
            .. Table.Read(settings),
            .. controller.SettingsAsText().Select(static pair => KeyValuePair.Create(MetaPrefix + pair.Key, pair.Value)),
            .. options.SettingsAsText().Select(static pair => KeyValuePair.Create(OptionPrefix + pair.Key, pair.Value)),
        ];
    }

    /// <param name="change">Null for none.</param>
    internal static HierarchicalSettings Parse(ModelFile file, Func<HierarchicalSettings, HierarchicalSettings>? change)
    {
        var own = new List<KeyValuePair<string, object>>();
        var meta = new Dictionary<string, object>(StringComparer.Ordinal);
        var option = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach ((string name, object value) in file.Settings)
        {
            if (name.StartsWith(MetaPrefix, StringComparison.Ordinal))
            {
                meta[name[MetaPrefix.Length..]] = value;
            }
            else if (name.StartsWith(OptionPrefix, StringComparison.Ordinal))
            {
                option[name[OptionPrefix.Length..]] = value;
            }
            else
            {
                own.Add(KeyValuePair.Create(name, value));
            }
        }

        // Rewards that are functions come from the caller; what the file says of them is compared with that.
        HierarchicalSettings given = change?.Invoke(new HierarchicalSettings()) ?? new HierarchicalSettings();
        var defaults = new HierarchicalSettings { MetaParameters = meta, OptionParameters = option, OptionRewards = given.OptionRewards };
        return (file with { Settings = own }).SettingsIn(Table, defaults, change);
    }

    private static string NameOfHeads(string name) => name == "deliberationCost" ? name : $"head{char.ToUpperInvariant(name[0])}{name[1..]}";

    private static string Elements(IReadOnlyList<int>? elements) => elements is null ? "all" : string.Join(',', elements.Select(OptionText.Of));

    private static IReadOnlyList<int>? ToElements(string text) => text == "all" ? null : OptionText.ToInts(text);

    private static ulong? ToSeed(string text) => text == "none"
        ? null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : throw new FormatException("none or a whole number");

    private static string Rewards(IReadOnlyList<OptionReward> rewards) => rewards.Count == 0
        ? "none"
        : string.Join(RewardSeparator, rewards.Select(static reward => $"{reward.Name}*{OptionText.Of(reward.Weight)}"));

    // A reward of the library is made by its name; one of the user's own is taken from those that were given.
    private static IReadOnlyList<OptionReward> ToRewards(string text, IReadOnlyList<OptionReward> given)
    {
        if (text == "none")
        {
            return [];
        }

        string[] parts = text.Split(RewardSeparator);
        return [.. parts.Select((part, option) => ToReward(part.Split('*'), option < given.Count ? given[option] : null))];
    }

    private static OptionReward ToReward(string[] nameAndWeight, OptionReward? given)
    {
        string name = nameAndWeight[0];
        if (given?.Name == name && given.IsDelegate)
        {
            return given;
        }

        return OptionReward.Names.Contains(name, StringComparer.Ordinal)
            ? OptionReward.Named(name, nameAndWeight.Length > 1 ? OptionText.ToDouble(nameAndWeight[1]) : 0.1)
            : throw new FormatException($"rewards of the library, or given again: the model was trained with a function named '{name}', which files do not hold. Give OptionRewards with it in the change of Load or Resume");
    }
}
