"""The assistant's tools by the Model Context Protocol, for programs such as Claude or ChatGPT."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Image
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from artstudio import __version__
from artstudio.client.assistant import Assistant, Reply
from artstudio.client.errors import ClientError

_INSTRUCTIONS = (
    "Art Studio draws ornament that lasers and CNC routers cut, in true millimetres. draw makes "
    "drawings from a prompt; say sizes in mm in the words or in constraints. The offline pattern "
    "engine is free. Every drawing has an asset id; use it to look, change, check, export, attach."
)
AssetId = Annotated[str, Field(description="asset_…, as draw and search give it")]
Constraints = Annotated[
    dict[str, Any],
    Field(
        description="such as width_mm, height_mm, outer_diameter_mm, inner_diameter_mm, "
        "min_feature_mm, min_gap_mm, tool_diameter_mm"
    ),
]
Price = Annotated[
    float | None, Field(description="what the user accepted to pay for this call, in USD")
]


def make_server(assistant: Assistant) -> MCPServer[Any]:
    """Return a server with the seven tools."""
    server: MCPServer[Any] = MCPServer(
        "art-studio",
        title="Art Studio",
        instructions=_INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
    )

    # No type of the pieces: with one, clients would get the pictures as text as well.
    @server.tool(structured_output=False)
    def draw(
        prompt: Annotated[str, Field(description='such as "rosette 102/84 with a rope ring"')],
        constraints: Constraints | None = None,
        count: Annotated[int, Field(ge=1, le=4, description="how many drawings")] = 1,
        seed: Annotated[str, Field(description="the same seed draws the same bytes")] = "",
        provider: Annotated[str, Field(description="stub (offline), openai or a plug-in")] = "",
        strict: Annotated[bool, Field(description="refuse words that cannot be drawn")] = False,
        accepted_price_usd: Price = None,
    ) -> list:  # type: ignore[type-arg]
        """Make drawings from a prompt."""
        request = {
            "prompt": prompt,
            "constraints": constraints or {},
            "count": count,
            **({"variant_seed": seed} if seed else {}),
            **({"provider": provider} if provider else {}),
            **({"strict": True} if strict else {}),
        }
        return _shown(lambda: assistant.draw(request, accepted_price_usd=accepted_price_usd))

    @server.tool(structured_output=False)
    def look(
        asset_id: AssetId,
        svg: Annotated[bool, Field(description="return the text of the SVG instead")] = False,
    ) -> list:  # type: ignore[type-arg]
        """Show a drawing: facts and picture."""
        return _shown(lambda: assistant.look(asset_id, svg=svg))

    @server.tool(structured_output=False)
    def change(
        asset_id: AssetId,
        prompt: Annotated[str, Field(description="other words, else those it was made of")] = "",
        constraints: Constraints | None = None,
        parameters: Annotated[
            dict[str, Any] | None,
            Field(description="of the pattern engine, see /api/art/patterns/schema"),
        ] = None,
        accepted_price_usd: Price = None,
    ) -> list:  # type: ignore[type-arg]
        """Make a drawing like another, with other words, sizes or parameters; both are kept."""
        return _shown(
            lambda: assistant.change(
                asset_id,
                prompt=prompt,
                constraints=constraints or {},
                parameters=parameters or {},
                accepted_price_usd=accepted_price_usd,
            )
        )

    @server.tool(structured_output=False)
    def check(asset_id: AssetId) -> list:  # type: ignore[type-arg]
        """Say how a drawing will cut: thinnest part, narrowest gap, loose pieces, lengths."""
        return _shown(lambda: assistant.check(asset_id))

    @server.tool(structured_output=False)
    def search(
        words: Annotated[str, Field(description="words of prompts; empty lists the newest")] = "",
        limit: Annotated[int, Field(ge=1, le=20)] = 10,
    ) -> list:  # type: ignore[type-arg]
        """Find drawings in the gallery."""
        return _shown(lambda: assistant.search(words, limit=limit))

    @server.tool(structured_output=False)
    def export(
        asset_id: AssetId,
        format: Annotated[str, Field(description="svg, dxf, dxf-r12, lbrn2, pdf, eps, png")],
        preset: Annotated[str, Field(description="lightburn, glowforge, inkscape …")] = "",
    ) -> list:  # type: ignore[type-arg]
        """Give the link of a drawing in a machine's format."""
        options = {"format": format, **({"preset": preset} if preset else {})}
        return _shown(lambda: assistant.export(asset_id, options))

    @server.tool(structured_output=False)
    def attach(
        asset_ids: Annotated[list[str], Field(description="in the order to link them")],
        run_id: str,
    ) -> list:  # type: ignore[type-arg]
        """Make drawings advisory inputs of a manufacturing run (RMOS)."""
        return _shown(lambda: assistant.attach(asset_ids, run_id))

    return server


def _shown(work: Any) -> list[Any]:
    """Return a reply's pieces; what the studio refuses is the tool's error, in its words."""
    try:
        reply: Reply = work()
    except ClientError as error:
        raise ToolError(error.message) from None
    return [reply.text, *(Image(data=picture, format="png") for picture in reply.pictures)]
