using MarketSim.Learning.Imitation;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Bars.Reading;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Imitation.Reading;

/// <summary>Reads a file that has a section <c>imitation</c>.</summary>
public static class ImitationScenarioReader
{
    private const string Key = "imitation";
    private const int MaxEpochs = 10_000_000;
    private const int MaxSteps = 65_536;

    private static readonly ValueRule<string> Method = new($"one of {string.Join(", ", ImitationMethods.Names.Where(static name => name != ImitationMethods.Dagger))}", static text =>
        ImitationMethods.Names.Contains(text, StringComparer.Ordinal) && text != ImitationMethods.Dagger ? new(text) : null);

    private static readonly ValueRule<string> Model = new("mlp or lstm", static text => text is "mlp" or "lstm" ? new(text) : null);

    private static readonly ValueRule<IReadOnlyList<int>> Sizes = new("numbers of units, e.g. [128, 64]", static text =>
    {
        int[] sizes = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(static part => int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int size) ? size : 0)];
        return sizes.All(static size => size is >= 1 and <= MaxSteps) ? new(sizes) : null;
    });

    /// <summary>True when a file is such a scenario rather than a market or a training on bars.</summary>
    public static bool IsOne(string path)
    {
        try
        {
            return SectionFile.Read(ScenarioText.ReadFile(path), path, DocumentKind.Scenario, static root => root.Has(Key));
        }
        catch (ScenarioException)
        {
            return false;
        }
    }

    /// <exception cref="ScenarioException">The file cannot be read, or something in it is wrong; all of it is listed.</exception>
    public static ImitationScenario ReadFile(string path) => SectionFile.Read(ScenarioText.ReadFile(path), path, DocumentKind.Scenario, root =>
        Read(root, new ScenarioFileSource(Path.GetDirectoryName(Path.GetFullPath(path)) ?? string.Empty, contents: null)))!;

    private static ImitationScenario? Read(SectionReader root, ScenarioFileSource files)
    {
        Field<string> name = root.Required("name", Rules.Name("my-clone"));
        Field<string> description = root.Optional("description", Rules.FreeText, string.Empty, string.Empty);
        Field<ulong> seed = root.Required("seed", Rules.Seed);
        SectionReader? section = root.RequiredSection(Key);
        SectionReader? barsSection = root.RequiredSection("bars");
        BarsEnvironment? environment = new BarsEnvironmentReader(root.Section("environment")).Read();
        BarsData? data = barsSection is null ? null : new BarsDataReader(barsSection, files).Read();
        BarSeries? bars = data is null || !seed.IsValid ? null : BarsDataReader.TryRead(barsSection!, data, seed.Value)?.Bars;
        barsSection?.Close();
        root.Close();
        if (section is null)
        {
            return null;
        }

        SectionReader expertSection = section.FileSection("expert");
        ScenarioFile? expert = section.Has("expert") ? new FileReader(expertSection, files).Read() : null;
        if (!section.Has("expert"))
        {
            section.ReportMissing("expert", "the path of a file of demonstrations or trades, e.g. expert.csv");
        }

        Field<string> method = section.Optional("method", Method, ImitationMethods.BehavioralCloning, ImitationMethods.BehavioralCloning);
        Field<string> model = section.Optional("model", Model, "mlp", "mlp");
        Field<IReadOnlyList<int>> sizes = section.OptionalList<IReadOnlyList<int>>("hiddenSizes", Sizes, [64, 64]);
        Field<int> epochs = section.Optional("epochs", Rules.Count(1, MaxEpochs, "100"), 100, "100");
        Field<int> batch = section.Optional("batchSize", Rules.Count(1, MaxSteps, "64"), 64, "64");
        Field<int> episodes = section.Optional("evaluationEpisodes", Rules.Count(1, 1_000_000, "20"), 20, "20");
        ImitationOptions? options = ReadOptions(section.Section("options"));
        section.Close();
        return expert is null || options is null || data is null || bars is null || environment is null || !method.IsValid || !model.IsValid || !sizes.IsValid
            ? null
            : new ImitationScenario(
                name.Value, description.Value, seed.Value, expert, method.Value, model.Value, sizes.Value, epochs.Value, batch.Value, episodes.Value, options, data, environment);
    }

    private static ImitationOptions? ReadOptions(SectionReader section)
    {
        var options = new ImitationOptions();
        IReadOnlyDictionary<string, string> given = section.TakeTexts("a single value");
        int before = section.Problems.Count;
        foreach ((string key, string value) in given)
        {
            try
            {
                options = ImitationSettings.Table.Apply(options, [KeyValuePair.Create(key, (object)value)]);
            }
            catch (ArgumentException exception)
            {
                section.Problems.Add(section.LineOf(key), $"{section.PathOf(key)}: {exception.Message}", ScenarioProblemCode.Unreadable);
            }
        }

        return section.Problems.Count == before ? options : null;
    }
}
