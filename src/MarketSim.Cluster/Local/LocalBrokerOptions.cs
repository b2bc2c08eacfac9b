namespace MarketSim.Cluster.Local;

/// <summary>What a <see cref="LocalBroker"/> is to be.</summary>
public sealed record LocalBrokerOptions
{
    /// <summary>The broker's own folder: new, empty, or left behind by another broker. It is deleted with the broker.</summary>
    public required string Folder { get; init; }

    /// <summary>Letters, digits, '-' and '_'.</summary>
    public string UserName { get; init; } = "marketsim";

    /// <summary>Letters, digits, '-' and '_'; unguessable, as every user of the machine can reach the port.</summary>
    public required string Password { get; init; }

    /// <summary>How long the server may take until it answers, and to stop.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Lines that are added to rabbitmq.conf.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public override string ToString() => $"private broker in {Folder}, user {UserName}";

    internal void Validate()
    {
        RequirePlain(UserName, nameof(UserName));
        RequirePlain(Password, nameof(Password));
    }

    private static void RequirePlain(string value, string property)
    {
        if (value.Length == 0 || !value.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw new ArgumentException($"{property} must be letters, digits, '-' and '_', at least one of them", nameof(value));
    }
}
