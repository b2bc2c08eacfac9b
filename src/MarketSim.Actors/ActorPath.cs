namespace MarketSim.Actors;

/// <summary>Where an actor stands in its system: <c>actor://system/user/parent/child</c>.</summary>
public sealed class ActorPath : IEquatable<ActorPath>
{
    private const string Scheme = "actor://";

    internal ActorPath(string system, ActorPath? parent, string name)
    {
        System = system;
        Parent = parent;
        Name = name;
    }

    /// <summary>The name of the actor system, which for a remote actor may hold the node's address.</summary>
    public string System { get; }

    /// <summary><c>null</c> for the top of a tree, such as <c>/user</c>.</summary>
    public ActorPath? Parent { get; }

    /// <summary>The last element.</summary>
    public string Name { get; }

    /// <summary>The elements from the top, such as <c>user</c>, <c>parent</c>, <c>child</c>.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            List<string> elements = [];
            for (ActorPath? path = this; path is not null; path = path.Parent)
            {
                elements.Add(path.Name);
            }

            elements.Reverse();
            return elements;
        }
    }

    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not an actor path.</exception>
    public static ActorPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            string[] parts = text[Scheme.Length..].Split('/');
            if (parts.Length >= 2 && !Array.Exists(parts, string.IsNullOrEmpty))
            {
                return FromElements(parts[0], parts.AsSpan(1));
            }
        }

        throw new FormatException($"'{text}' is not an actor path; one looks like {Scheme}system/user/name.");
    }

    public bool Equals(ActorPath? other)
    {
        ActorPath? mine = this;
        while (mine is not null && other is not null && mine.Name == other.Name)
        {
            if (ReferenceEquals(mine, other))
            {
                return true;
            }

            if (mine.Parent is null && other.Parent is null)
            {
                return mine.System == other.System;
            }

            mine = mine.Parent;
            other = other.Parent;
        }

        return false;
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode()
    {
        ulong hash = StableHash();
        return (int)(hash ^ (hash >> 32));
    }

    public override string ToString() => $"{Scheme}{System}/{string.Join('/', Elements)}";

    /// <summary>The same in every process: FNV-1a over the text of the path.</summary>
    internal ulong StableHash()
    {
        ulong hash = 14695981039346656037;
        foreach (char character in ToString())
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return hash;
    }

    private static ActorPath FromElements(string system, ReadOnlySpan<string> elements)
    {
        ActorPath path = new(system, parent: null, elements[0]);
        foreach (string element in elements[1..])
        {
            path = new ActorPath(system, path, element);
        }

        return path;
    }
}
