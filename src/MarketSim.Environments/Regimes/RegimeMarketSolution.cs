namespace MarketSim.Environments.Regimes;

/// <summary>
/// The best that can be had in a regime market, by backward induction over all its states: (step, regime, signal, position). Whoever remembers the
/// announcement of the present bar knows all of it, so that no policy earns more.
/// </summary>
public sealed class RegimeMarketSolution
{
    private const int Signals = (2 * RegimeMarketSettings.MaxSignal) + 1;
    private const int Regimes = 3;
    private const int Positions = 3;
    private readonly RegimeMarketSettings _settings;
    private readonly int[] _best;

    /// <summary>Made from settings, which are checked; null for their defaults where they may be left out.</summary>
    public RegimeMarketSolution(RegimeMarketSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings.Checked();
        int steps = _settings.BarSteps * _settings.Bars;
        _best = new int[steps * Regimes * Signals * Positions];
        double[] values = new double[Regimes * Signals * Positions];
        double[] before = new double[values.Length];
        for (int step = steps - 1; step >= 0; step--)
        {
            for (int state = 0; state < values.Length; state++)
            {
                before[state] = Best(step, state, values);
            }

            (values, before) = (before, values);
        }

        // Regime and signal are drawn evenly at first, and the position is none.
        Value = Enumerable.Range(0, Regimes * Signals).Average(state => values[(state * Positions) + 1]);
    }

    /// <summary>Expected return of an episode under the best policy.</summary>
    public double Value { get; }

    /// <summary>Expected return of an episode of positions drawn evenly: the returns cancel, the costs remain.</summary>
    public double RandomValue => -_settings.Cost * ((2 / 3.0) + (((_settings.BarSteps * _settings.Bars) - 1) * (8 / 9.0)));

    /// <summary>The best position.</summary>
    /// <param name="step">Of the episode, from 0.</param>
    public int PositionAt(int step, MarketRegime regime, int signal, int position) => _best[(step * Regimes * Signals * Positions) + StateOf((int)regime, signal, position)];

    /// <summary>0 for what random positions earn, 1 for the best.</summary>
    public double Score(double meanReturn) => (meanReturn - RandomValue) / (Value - RandomValue);

    private static int StateOf(int regime, int signal, int position) => (((regime * Signals) + signal + RegimeMarketSettings.MaxSignal) * Positions) + position + 1;

    private double Best(int step, int state, double[] next)
    {
        int position = (state % Positions) - 1;
        int signal = (state / Positions % Signals) - RegimeMarketSettings.MaxSignal;
        int regime = state / (Positions * Signals);
        double best = double.NegativeInfinity;
        for (int target = -1; target <= 1; target++)
        {
            double value = (target * _settings.MeanReturn((MarketRegime)regime, signal)) - (_settings.Cost * Math.Abs(target - position)) + Expected(step, regime, signal, target, next);
            if (value > best)
            {
                best = value;
                _best[(step * Regimes * Signals * Positions) + state] = target;
            }
        }

        return best;
    }

    private double Expected(int step, int regime, int signal, int position, double[] next)
    {
        bool beginsBar = (step + 1) % _settings.BarSteps == 0;
        double sum = 0;
        for (int following = Math.Max(-RegimeMarketSettings.MaxSignal, signal - 1); following <= Math.Min(RegimeMarketSettings.MaxSignal, signal + 1); following++)
        {
            double probability = _settings.SignalProbability(signal, following);
            if (!beginsBar)
            {
                sum += probability * next[StateOf(regime, following, position)];
                continue;
            }

            for (int other = 0; other < Regimes; other++)
            {
                sum += probability * _settings.RegimeProbability((MarketRegime)regime, (MarketRegime)other) * next[StateOf(other, following, position)];
            }
        }

        return sum;
    }
}
