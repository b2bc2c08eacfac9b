namespace MarketSim.Scenarios.Reading;

/// <summary>Reads a file that a section names: the keys <c>file</c> and <c>sha256</c>.</summary>
internal sealed class FileReader(SectionReader section, ScenarioFileSource files)
{
    private readonly ProblemList _problems = section.Problems;

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    public ScenarioFile? Read()
    {
        Field<string> path = section.Required("file", new ValueRule<string>("the path of a file, relative to the scenario's folder", text => text.Length > 0 ? new(text) : null));
        Field<string> expected = section.Optional("sha256", Rules.Sha256, string.Empty, string.Empty);
        if (!path.IsValid || !expected.IsValid)
        {
            return null;
        }

        string absolute = files.FullPathOf(path.Value);
        if (files.Contents is { } contents)
        {
            if (contents.TryGetValue(expected.Value, out byte[]? content))
            {
                return new ScenarioFile(absolute, expected.Value) { Content = content };
            }

            _problems.Refuse(path.Path, path.Line, path.Text, "a file that came with the scenario, by its sha256", ScenarioProblemCode.Unreadable);
            return null;
        }

        try
        {
            string digest;
            using (FileStream stream = File.OpenRead(absolute))
            {
                digest = ScenarioFile.Digest(stream);
            }

            if (expected.Value.Length > 0 && digest != expected.Value)
            {
                _problems.Add(path.Line, $"{path.Path} is {absolute}, which has changed: its SHA-256 is {digest}; it must be {expected.Value}. Restore the file, or remove sha256", ScenarioProblemCode.Unreadable);
                return null;
            }

            return new ScenarioFile(absolute, digest);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string reason = Directory.Exists(absolute) ? $"{absolute} is a folder" : File.Exists(absolute) ? exception.Message : $"{absolute} does not exist";
            _problems.Refuse(path.Path, path.Line, path.Text, $"a file that can be read; {reason}", ScenarioProblemCode.Unreadable);
            return null;
        }
    }
}
