"""Writes networks of numpy arrays as ONNX models, with nothing but numpy: for agents of type ``onnx`` in a market."""

import numpy as np

_ACTIVATIONS = {"tanh": "Tanh", "relu": "Relu", "sigmoid": "Sigmoid"}
_FLOAT = 1
_IR_VERSION, _OPSET = 7, 13


def write_onnx(path, layers, activation="tanh", mean=None, scale=None):
    """Writes a multi-layer perceptron: one observation in, one action (or one number per choice) out.

    layers: pairs of weights, shape [inputs, outputs], and biases, shape [outputs]. activation: between layers (tanh, relu,
    sigmoid); there is none behind the last. mean, scale: shape [inputs]; the network sees (observation - mean) / scale.
    Returns the bytes written.
    """
    if activation not in _ACTIVATIONS:
        raise ValueError(f"activation is {activation!r}; there are {', '.join(_ACTIVATIONS)}.")
    layers = [(np.asarray(weights, dtype=np.float32), np.asarray(biases, dtype=np.float32)) for weights, biases in layers]
    _check(layers)
    nodes, tensors, name = [], [], "observation"
    for what, operation, values in (("mean", "Sub", mean), ("scale", "Div", scale)):
        if values is not None:
            tensors.append(_tensor(what, np.asarray(values, dtype=np.float32)))
            nodes.append(_node(operation, [name, what], f"without_{what}"))
            name = f"without_{what}"
    for number, (weights, biases) in enumerate(layers):
        is_last = number == len(layers) - 1
        tensors += [_tensor(f"weights_{number}", weights), _tensor(f"biases_{number}", biases)]
        output = "action" if is_last else f"layer_{number}"
        nodes.append(_node("Gemm", [name, f"weights_{number}", f"biases_{number}"], output))
        name = output
        if not is_last:
            nodes.append(_node(_ACTIVATIONS[activation], [name], f"active_{number}"))
            name = f"active_{number}"
    graph = b"".join(
        [_message(1, node) for node in nodes]
        + [_text(2, "policy")]
        + [_message(5, tensor) for tensor in tensors]
        + [_message(11, _value("observation", layers[0][0].shape[0])), _message(12, _value("action", layers[-1][0].shape[1]))])
    content = b"".join(
        [_integer(1, _IR_VERSION), _text(2, "marketsim"), _message(7, graph), _message(8, _text(1, "") + _integer(2, _OPSET))])
    with open(path, "wb") as file:
        file.write(content)
    return len(content)


def _check(layers):
    if not layers:
        raise ValueError("There is no layer; a network has at least one.")
    size = None
    for number, (weights, biases) in enumerate(layers):
        if weights.ndim != 2 or biases.shape != (weights.shape[1],) or (size is not None and weights.shape[0] != size):
            raise ValueError(f"Layer {number} has weights of shape {weights.shape} and biases of shape {biases.shape}; it must be [{size or 'inputs'}, outputs] and [outputs].")
        if not (np.isfinite(weights).all() and np.isfinite(biases).all()):
            raise ValueError(f"Layer {number} has a weight that is no number.")
        size = weights.shape[1]


# Protocol buffers: a field is its number and kind, then a variable-length integer, or a length and so many bytes.

def _varint(value):
    parts = bytearray()
    while value > 0x7F:
        parts.append((value & 0x7F) | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def _integer(field, value):
    return _varint(field << 3) + _varint(value)


def _message(field, content):
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field, value):
    return _message(field, value.encode("utf-8"))


def _tensor(name, values):
    dimensions = b"".join(_integer(1, size) for size in values.shape)
    return dimensions + _integer(2, _FLOAT) + _text(8, name) + _message(9, values.astype("<f4").tobytes())


def _node(operation, inputs, output):
    return b"".join(_text(1, name) for name in inputs) + _text(2, output) + _text(3, output) + _text(4, operation)


def _value(name, size):
    shape = _message(1, _integer(1, 1)) + _message(1, _integer(1, size))
    return _text(1, name) + _message(2, _message(1, _integer(1, _FLOAT) + _message(2, shape)))
