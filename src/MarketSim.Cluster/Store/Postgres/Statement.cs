using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>One SQL statement and its values. Carried out again it changes nothing more and answers the same, unless it says otherwise.</summary>
internal sealed class Statement(string text)
{
    private readonly List<Func<NpgsqlParameter>> _parameters = [];

    /// <summary>The size of the values; a statement that sends much gets more time.</summary>
    public long Bytes { get; private set; }

    /// <summary>Longest wait for the answer; null for the database's usual one.</summary>
    public TimeSpan? Timeout { get; private set; }

    /// <summary>Carried out a second time it would answer otherwise than the first time, such as that what it makes is there already.</summary>
    public bool IsOnce { get; private set; }

    public Statement With<T>(string name, T value)
    {
        _parameters.Add(() => new NpgsqlParameter<T>(name, value));
        return this;
    }

    public Statement Weighing(long bytes)
    {
        Bytes = bytes;
        return this;
    }

    public Statement Within(TimeSpan timeout)
    {
        Timeout = timeout;
        return this;
    }

    public Statement Once()
    {
        IsOnce = true;
        return this;
    }

    public NpgsqlCommand On(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (Func<NpgsqlParameter> parameter in _parameters)
        {
            command.Parameters.Add(parameter());
        }

        return command;
    }
}
