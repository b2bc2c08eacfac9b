using System.Text;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the text of a scenario file, and says plainly why where that is not possible.</summary>
public static class ScenarioText
{
    /// <summary>Scenarios take a few kilobytes; what is larger is some other file.</summary>
    private const int MaxBytes = 1_048_576;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file in UTF-8 of at most a mebibyte.</summary>
    /// <exception cref="ScenarioException">The file is missing, unreadable, too large or no text.</exception>
    public static string ReadFile(string path)
    {
        try
        {
            return Decode(ReadBytes(path), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused(path, 0, "there is no such file; `marketsim scenario list` names the built-in scenarios");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Refused(path, 0, Directory.Exists(path) ? "this is a folder; name the scenario file in it" : exception.Message);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[MaxBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= MaxBytes
            ? bytes[..length]
            : throw Refused(path, 0, $"the file is larger than {MaxBytes / 1_024} KiB; a scenario takes a few, is this the right file?");
    }

    private static string Decode(byte[] bytes, string path)
    {
        int zero = Array.IndexOf(bytes, (byte)0);
        if (zero >= 0)
        {
            throw Refused(path, LineOf(bytes, zero), $"byte {zero} is 0, so this is no text file; a scenario is YAML in UTF-8");
        }

        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw Refused(path, LineOf(bytes, exception.Index), $"byte {exception.Index} is not UTF-8; save the file as UTF-8");
        }
    }

    private static int LineOf(byte[] bytes, int index) => 1 + bytes.AsSpan(0, Math.Clamp(index, 0, bytes.Length)).Count((byte)'\n');

    private static ScenarioException Refused(string path, int line, string message) => new([new ScenarioProblem(path, line, message, ScenarioProblemCode.Unreadable)]);
}
