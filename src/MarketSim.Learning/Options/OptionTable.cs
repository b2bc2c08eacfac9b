using System.Globalization;

namespace MarketSim.Learning.Options;

/// <summary>The declarations of all hyper-parameters of an algorithm, by name.</summary>
/// <param name="owner">Name of the settings' owner, for errors, e.g. <c>PPO</c>.</param>
public sealed class OptionTable<T>(string owner, IReadOnlyList<OptionField<T>> fields)
{
    /// <summary>The name of the settings' owner.</summary>
    public string Owner => owner;

    /// <summary>The settings, in order.</summary>
    public IReadOnlyList<OptionField<T>> Fields => fields;

    /// <exception cref="ArgumentException">There is no setting of that name.</exception>
    public OptionField<T> this[string name] => Find(name);

    /// <summary>Checks that every value is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the message names it and its rule.</exception>
    public void Check(T options)
    {
        foreach (OptionField<T> field in fields)
        {
            field.Check(options);
        }
    }

    /// <summary>All settings as text, in the order of the fields.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Read(T options) =>
        [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Read(options)))];

    /// <summary>Applies settings by name to options; upper and lower case and underscores do not matter, so that <c>learning_rate</c> is found too.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not what the setting takes.</exception>
    public T Apply(T options, IEnumerable<KeyValuePair<string, object>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach ((string name, object value) in parameters)
        {
            OptionField<T> field = Find(name);
            string text = Text(value);
            try
            {
                options = field.With(options, text);
            }
            catch (FormatException error)
            {
                throw new ArgumentException($"{owner}: {field.Name} is '{text}'; it must be {error.Message}.", nameof(parameters), error);
            }
        }

        return options;
    }

    /// <summary>Refuses a change of what a saved model cannot change.</summary>
    /// <exception cref="ArgumentException">A fixed setting differs.</exception>
    public void RequireSameFixed(T saved, T changed)
    {
        foreach (OptionField<T> field in fields)
        {
            string before = field.Read(saved);
            string after = field.Read(changed);
            if (field.IsFixed && before != after)
            {
                throw new ArgumentException(
                    $"{owner}: {field.Name} is changed to '{after}', but the saved model has '{before}', and that cannot change after its beginning. Leave it as it is, or train a new model.",
                    nameof(changed));
            }
        }
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        IEnumerable<int> numbers => OptionText.Of([.. numbers]),
        null => "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "none",
    };

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private OptionField<T> Find(string name) =>
        fields.FirstOrDefault(field => Plain(field.Name).Equals(Plain(name), StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"{owner} has no setting '{name}'; it has {string.Join(", ", fields.Select(static field => field.Name))}.", nameof(name));
}
