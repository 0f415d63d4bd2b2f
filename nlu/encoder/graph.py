"""Builds onnxruntime graphs of encoder layers. Needs the package `onnx`; only training does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from nlu.encoder.packaged import Floats, Weights, opened

_OURS = "com.microsoft"
"""The operators that onnxruntime adds to the standard ones."""
_IR_VERSION = 9
_LARGEST = 63
"""Seven bits: sums of two products overflow on processors without VNNI if numbers use all eight."""
_OPSET = 18


@dataclass
class Graph:
    """A graph under construction: nodes, constants."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def constant(self, name: str, array: Any) -> str:
        """Add a constant; return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **kwargs: Any) -> str:
        """Add a node with one output of its own name; return that name."""
        self.nodes.append(helper.make_node(kind, inputs, [name], name, domain=domain, **kwargs))
        return name

    def multiply(self, x: str, name: str, matrix: Floats) -> str:
        """Add the product with a matrix in 8-bit numbers, a scale a column."""
        scales = np.abs(matrix).max(axis=0) / _LARGEST
        numbers = np.rint(matrix / scales).astype(np.int8)
        inputs = [
            x,
            self.constant(f"{name}.numbers", numbers),
            self.constant(f"{name}.scales", scales.astype(np.float32)),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, name, _OURS)

    def normalise(self, x: str, rest: str, name: str, epsilon: float, *constants: Floats) -> str:
        """Add layer normalisation of a sum; constants: scale, shift, bias of `x`."""
        parts = zip(("scale", "shift", "bias"), constants, strict=True)
        inputs = [x, rest, *(self.constant(f"{name}.{part}", value) for part, value in parts)]
        return self.node("SkipLayerNormalization", inputs, name, _OURS, epsilon=epsilon)

    def packed(self, inputs: list[str], outputs: list[str], width: int) -> bytes:
        """Return the graph as bytes. Shape of what goes in and out: (messages, pieces, width)."""
        shape: list[str | int | None] = ["messages", "pieces", width]
        taken = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in inputs]
        given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in outputs]
        graph = helper.make_graph(self.nodes, "encoder", taken, given, self.constants)
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_OURS, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=_IR_VERSION)
        return bytes(model.SerializeToString(deterministic=True))


def encoder_graph(weights: Weights) -> bytes:
    """Return the packaged encoder as an onnxruntime graph.

    Takes `x`, the vectors of the pieces with their places added; gives `y`, each in its context.
    Of 4-bit blocks as packaged and 8-bit columns the latter read as well, twice as fast.
    """
    graph = Graph()
    scale, shift = (
        graph.constant(f"start.{name}", weights.floats(f"emb.ln.{part}"))
        for name, part in (("scale", "w"), ("shift", "b"))
    )
    x = graph.node(
        "LayerNormalization", ["x", scale, shift], "start", epsilon=weights.epsilon, axis=-1
    )
    for place in range(weights.layers):
        x = _layer(graph, weights, x, place)
    graph.node("Identity", [x], "y")
    return graph.packed(["x"], ["y"], weights.width)


def _layer(graph: Graph, weights: Weights, x: str, place: int) -> str:
    width, inner, epsilon = weights.width, weights.inner, weights.epsilon

    def floats(name: str) -> Floats:
        return weights.floats(f"l{place}.{name}")

    def multiply(x: str, name: str, rows: int, columns: int) -> str:
        matrix = opened(weights.blocks(f"l{place}.{name}.w", rows, columns)).T
        return graph.multiply(x, f"{name}{place}", matrix)

    triple = [multiply(x, name, width, width) for name in "qkv"]
    bias = np.concatenate([floats(f"{name}.b") for name in "qkv"])
    seen = graph.node(
        "MultiHeadAttention",
        [*triple, graph.constant(f"bias{place}", bias)],
        f"attention{place}",
        _OURS,
        num_heads=weights.heads,
    )
    seen = multiply(seen, "ao", width, width)
    near = (floats("aln.w"), floats("aln.b"), floats("ao.b"))
    x = graph.normalise(seen, x, f"near{place}", epsilon, *near)
    raised = multiply(x, "fi", inner, width)
    raised = graph.node(
        "BiasGelu",
        [raised, graph.constant(f"raised{place}.bias", floats("fi.b"))],
        f"raised{place}",
        _OURS,
    )
    lowered = multiply(raised, "fo", width, inner)
    far = (floats("oln.w"), floats("oln.b"), floats("fo.b"))
    return graph.normalise(lowered, x, f"far{place}", epsilon, *far)
