using System.Buffers;

namespace MarketSim.Actors.Cells;

internal static class ActorName
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.*$+:@&=,!~';()%");

    /// <summary>The name of a child that was given none: <c>$a</c>, <c>$b</c>, …</summary>
    public static string Generated(int ordinal)
    {
        Span<char> buffer = stackalloc char[8];
        int length = 0;
        buffer[length++] = '$';
        uint rest = (uint)ordinal;
        do
        {
            buffer[length++] = Digits[(int)(rest & 63)];
            rest >>= 6;
        }
        while (rest != 0);

        return buffer[..length].ToString();
    }

    /// <exception cref="ArgumentException">The name is malformed.</exception>
    public static void Validate(string name)
    {
        if (name.Length == 0 || name[0] == '$' || name.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException(
                $"'{name}' cannot name an actor: use ASCII letters, digits and -_.*+:@&=,!~';()%, with no $ in front.", nameof(name));
        }
    }
}
