using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>
/// DeepLOB (Zhang, Zohren and Roberts 2019, figure 3): three blocks of convolutions join price with size, ask with bid, and the levels; three views of
/// different length in time; an LSTM. Convolutions in time see the present and the past only.
/// </summary>
internal sealed class LobCnnModule : nn.Module<Tensor, Tensor>
{
    private const double Slope = 0.01;
    private readonly int _steps;
    private readonly int _levels;
    private readonly int _passing;
    private readonly Conv2d _prices;
    private readonly Conv2d _pricesInTime;
    private readonly Conv2d _pricesInTimeAgain;
    private readonly Conv2d _sides;
    private readonly Conv2d _sidesInTime;
    private readonly Conv2d _sidesInTimeAgain;
    private readonly Conv2d _book;
    private readonly Conv2d _bookInTime;
    private readonly Conv2d _bookInTimeAgain;
    private readonly Conv2d _shortEntry;
    private readonly Conv2d _short;
    private readonly Conv2d _longEntry;
    private readonly Conv2d _long;
    private readonly Conv2d _pooled;
    private readonly LSTM _memory;

    /// <param name="passing">Features before the book, which pass by.</param>
    public LobCnnModule(int steps, int levels, int size, int passing)
        : base("lob-cnn")
    {
        _steps = steps;
        _levels = levels;
        _passing = passing;
        int filters = size / 2;
        _prices = nn.Conv2d(1, filters, (1L, 2L), (1L, 2L));
        _pricesInTime = InTime(filters, filters, 4);
        _pricesInTimeAgain = InTime(filters, filters, 4);
        _sides = nn.Conv2d(filters, filters, (1L, 2L), (1L, 2L));
        _sidesInTime = InTime(filters, filters, 4);
        _sidesInTimeAgain = InTime(filters, filters, 4);
        _book = nn.Conv2d(filters, filters, (1L, levels));
        _bookInTime = InTime(filters, filters, 4);
        _bookInTimeAgain = InTime(filters, filters, 4);
        _shortEntry = InTime(filters, size, 1);
        _short = InTime(size, size, 3);
        _longEntry = InTime(filters, size, 1);
        _long = InTime(size, size, 5);
        _pooled = InTime(filters, size, 1);
        _memory = nn.LSTM(3 * size, size, batchFirst: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        long rows = input.shape[0];
        Tensor book = input.narrow(1, _passing, input.shape[1] - _passing).reshape(rows, 1, _steps, 4 * _levels);
        Tensor current = Bend(_prices, book);
        current = Past(_pricesInTimeAgain, Past(_pricesInTime, current, 3), 3);
        current = Bend(_sides, current);
        current = Past(_sidesInTimeAgain, Past(_sidesInTime, current, 3), 3);
        current = Bend(_book, current);
        current = Past(_bookInTimeAgain, Past(_bookInTime, current, 3), 3);
        Tensor brief = Past(_short, Bend(_shortEntry, current), 2);
        Tensor extended = Past(_long, Bend(_longEntry, current), 4);
        Tensor largest = nn.functional.max_pool2d(Padded(current, 2, double.NegativeInfinity), [3, 1], [1, 1]);
        Tensor views = cat([brief, extended, Bend(_pooled, largest)], 1);

        // [rows, channels, steps, 1] to [rows, steps, channels].
        Tensor sequence = views.squeeze(3).transpose(1, 2).contiguous();
        (Tensor remembered, _, _) = _memory.call(sequence);
        Tensor newest = remembered.select(1, _steps - 1);
        return _passing == 0 ? newest : cat([newest, input.narrow(1, 0, _passing)], 1);
    }

    private static Conv2d InTime(int from, int to, long length) => nn.Conv2d(from, to, (length, 1L));

    private static Tensor Bend(Conv2d convolution, Tensor input) => nn.functional.leaky_relu(convolution.call(input), Slope);

    private static Tensor Past(Conv2d convolution, Tensor input, long earlier) => Bend(convolution, Padded(input, earlier, 0));

    private static Tensor Padded(Tensor input, long earlier, double value) => nn.functional.pad(input, [0, 0, earlier, 0], PaddingModes.Constant, value);
}
