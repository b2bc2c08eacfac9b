"""Prints lstm.tsv: an LSTM of PyTorch in double precision, forward and back, with a loss that weighs every output.

    python3 make_lstm.py > lstm.tsv
"""
import torch

torch.manual_seed(4)
torch.set_default_dtype(torch.float64)
steps, sequences, inputs, hidden = 5, 2, 3, 4
lstm = torch.nn.LSTM(inputs, hidden)
x = torch.randn(steps, sequences, inputs, requires_grad=True)
h0, c0 = torch.randn(1, sequences, hidden), torch.randn(1, sequences, hidden)
output, (h, c) = lstm(x, (h0, c0))
weights = torch.randn(steps, sequences, hidden)
(output * weights).sum().backward()


def show(name, values):
    print(name, *("%.9g" % v for v in values.detach().contiguous().flatten().tolist()), sep="\t")


show("input", x)
show("initial_states", torch.cat([h0[0], c0[0]], 1))
show("input_weight", lstm.weight_ih_l0.T)
show("recurrent_weight", lstm.weight_hh_l0.T)
show("bias", lstm.bias_ih_l0 + lstm.bias_hh_l0)
show("output", output)
show("final_states", torch.cat([h[0], c[0]], 1))
show("output_gradient", weights)
show("input_gradient", x.grad)
show("input_weight_gradient", lstm.weight_ih_l0.grad.T)
show("recurrent_weight_gradient", lstm.weight_hh_l0.grad.T)
show("bias_gradient", lstm.bias_ih_l0.grad)
