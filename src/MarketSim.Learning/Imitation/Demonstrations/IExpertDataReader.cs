namespace MarketSim.Learning.Imitation.Demonstrations;

/// <summary>An environment that can turn an expert's records of another kind, such as a list of trades, into what it shows and takes.</summary>
public interface IExpertDataReader
{
    /// <exception cref="InvalidDataException">Names file, line, column, value, rule and remedy of the first thing that is wrong.</exception>
    DemonstrationSet ReadExpertData(string path);
}
