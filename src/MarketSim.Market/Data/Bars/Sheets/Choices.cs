namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>The points that a file leaves open: refused, or guessed and listed for the user to confirm.</summary>
internal sealed class Choices(bool guesses)
{
    public List<string> Guesses { get; } = [];

    /// <param name="guess">The likely choice.</param>
    /// <exception cref="InvalidDataException">Nothing is to be guessed.</exception>
    public T Decide<T>(T guess, InvalidDataException refusal)
    {
        if (!guesses)
        {
            throw refusal;
        }

        Guesses.Add(refusal.Message);
        return guess;
    }
}
