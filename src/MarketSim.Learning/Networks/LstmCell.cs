using System.Numerics;
using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Networks;

/// <summary>One step of a long short-term memory, element by element. Gates of a row are i, f, g, o, each as long as its hidden state.</summary>
internal static class LstmCell
{
    /// <param name="gates">Shape [4 × hidden]; in: sums, out: after their activations.</param>
    /// <param name="cellBefore">Shape [hidden].</param>
    /// <param name="cell">Shape [hidden]; overwritten.</param>
    /// <param name="cellTanh">Shape [hidden]; overwritten.</param>
    /// <param name="output">Shape [hidden]; overwritten.</param>
    public static void Forward(Span<float> gates, ReadOnlySpan<float> cellBefore, Span<float> cell, Span<float> cellTanh, Span<float> output)
    {
        int size = cell.Length;
        Span<float> inputAndForget = gates[..(2 * size)];
        Span<float> input = gates[..size];
        Span<float> forget = gates.Slice(size, size);
        Span<float> candidate = gates.Slice(2 * size, size);
        Span<float> open = gates.Slice(3 * size, size);
        Elementary.Sigmoid(inputAndForget, inputAndForget);
        Elementary.Tanh(candidate, candidate);
        Elementary.Sigmoid(open, open);

        int width = Vector<float>.Count;
        int j = 0;
        for (; j <= size - width; j += width)
        {
            Vector<float> added = new Vector<float>(input[j..]) * new Vector<float>(candidate[j..]);
            Vector.FusedMultiplyAdd(new Vector<float>(forget[j..]), new Vector<float>(cellBefore[j..]), added).CopyTo(cell[j..]);
        }

        for (; j < size; j++)
        {
            cell[j] = float.FusedMultiplyAdd(forget[j], cellBefore[j], input[j] * candidate[j]);
        }

        Elementary.Tanh(cell, cellTanh);
        for (j = 0; j <= size - width; j += width)
        {
            (new Vector<float>(open[j..]) * new Vector<float>(cellTanh[j..])).CopyTo(output[j..]);
        }

        for (; j < size; j++)
        {
            output[j] = open[j] * cellTanh[j];
        }
    }

    /// <param name="gates">As the forward pass left them.</param>
    /// <param name="cellBefore">As in the forward pass.</param>
    /// <param name="cellTanh">As the forward pass left it.</param>
    /// <param name="outputGradient">Shape [hidden]; in the output, from what it was used for in this step.</param>
    /// <param name="hiddenGradient">Shape [hidden]; in the output, from the step after.</param>
    /// <param name="cellGradient">Shape [hidden]; in: in the cell, from the step after; out: in the cell before.</param>
    /// <param name="gateGradients">Shape [4 × hidden]; overwritten: in the sums.</param>
    public static void Backward(
        ReadOnlySpan<float> gates,
        ReadOnlySpan<float> cellBefore,
        ReadOnlySpan<float> cellTanh,
        ReadOnlySpan<float> outputGradient,
        ReadOnlySpan<float> hiddenGradient,
        Span<float> cellGradient,
        Span<float> gateGradients)
    {
        int size = cellGradient.Length;
        ReadOnlySpan<float> input = gates[..size];
        ReadOnlySpan<float> forget = gates.Slice(size, size);
        ReadOnlySpan<float> candidate = gates.Slice(2 * size, size);
        ReadOnlySpan<float> open = gates.Slice(3 * size, size);
        Span<float> inputGradient = gateGradients[..size];
        Span<float> forgetGradient = gateGradients.Slice(size, size);
        Span<float> candidateGradient = gateGradients.Slice(2 * size, size);
        Span<float> openGradient = gateGradients.Slice(3 * size, size);
        Vector<float> one = Vector<float>.One;
        int width = Vector<float>.Count;
        int j = 0;
        for (; j <= size - width; j += width)
        {
            var i = new Vector<float>(input[j..]);
            var f = new Vector<float>(forget[j..]);
            var g = new Vector<float>(candidate[j..]);
            var o = new Vector<float>(open[j..]);
            var tanh = new Vector<float>(cellTanh[j..]);
            Vector<float> hidden = new Vector<float>(hiddenGradient[j..]) + new Vector<float>(outputGradient[j..]);
            Vector<float> cell = Vector.FusedMultiplyAdd(
                hidden * o, Vector.FusedMultiplyAdd(-tanh, tanh, one), new Vector<float>(cellGradient[j..]));
            (cell * g * (i * (one - i))).CopyTo(inputGradient[j..]);
            (cell * new Vector<float>(cellBefore[j..]) * (f * (one - f))).CopyTo(forgetGradient[j..]);
            (cell * i * Vector.FusedMultiplyAdd(-g, g, one)).CopyTo(candidateGradient[j..]);
            (hidden * tanh * (o * (one - o))).CopyTo(openGradient[j..]);
            (cell * f).CopyTo(cellGradient[j..]);
        }

        for (; j < size; j++)
        {
            float i = input[j];
            float f = forget[j];
            float g = candidate[j];
            float o = open[j];
            float tanh = cellTanh[j];
            float hidden = hiddenGradient[j] + outputGradient[j];
            float cell = float.FusedMultiplyAdd(hidden * o, float.FusedMultiplyAdd(-tanh, tanh, 1), cellGradient[j]);
            inputGradient[j] = cell * g * (i * (1 - i));
            forgetGradient[j] = cell * cellBefore[j] * (f * (1 - f));
            candidateGradient[j] = cell * i * float.FusedMultiplyAdd(-g, g, 1);
            openGradient[j] = hidden * tanh * (o * (1 - o));
            cellGradient[j] = cell * f;
        }
    }
}
