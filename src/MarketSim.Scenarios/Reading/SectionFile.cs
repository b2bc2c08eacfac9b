using YamlDotNet.Core;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads a file of sections and keys, and says everything that is wrong with it at once.</summary>
public static class SectionFile
{
    /// <summary>Reads a file of one kind.</summary>
    /// <param name="yaml">Content of the file.</param>
    /// <param name="fileName">For messages.</param>
    /// <param name="kind">For messages about a file of another kind.</param>
    /// <param name="read">Reads the top of the file; what it reports to the reader's problems is thrown at the end.</param>
    /// <param name="settings">Take the place of the file's values; null for none.</param>
    /// <exception cref="ScenarioException">Something is wrong; all of it is listed.</exception>
    public static T Read<T>(string yaml, string fileName, DocumentKind kind, Func<SectionReader, T> read, IReadOnlyList<ScenarioSetting>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        var problems = new ProblemList(fileName);
        T? result = default;
        try
        {
            YamlSection root = SettingOverlay.Apply(YamlTree.Read(yaml, kind), settings ?? [], problems);
            result = read(new SectionReader(root, string.Empty, line: 1, problems));
        }
        catch (YamlException exception)
        {
            problems.Add(LineOf(exception), exception.InnerException is null ? exception.Message : exception.InnerException.Message, ScenarioProblemCode.Unreadable);
        }

        problems.ThrowIfAny();
        return result!;
    }

    // What YamlDotNet scans begins, of a text that is cut short, where the file does; the mistake is where it stopped.
    private static int LineOf(YamlException exception) => (int)Math.Max(1, Math.Max(exception.Start.Line, exception.End.Line));
}
