"""What a page of another site tries with a browser that uses the studio."""

from __future__ import annotations

#: Everything that a page can send without asking first, and what it has to ask for.
FETCHES = """async ({home, variant, generation, session, json}) => {
    const draw = home + "/api/art/prompt-to-svg";
    const form = new FormData();
    form.append("file", new File(["a note"], "note.txt"));
    form.append("kind", "note");
    const words = new URLSearchParams({prompt: "Rosette", count: "1", provider: "stub"});
    const body = (type) => new Blob([json], type ? {type} : {});
    const put = {credentials: "include"};
    const blind = {...put, method: "POST", mode: "no-cors"};
    const tries = [
        [draw, {...blind, body: json}],
        [draw, {...blind, body: body("")}],
        [draw, {...blind, body: body("application/x-www-form-urlencoded")}],
        [draw, {...blind, body: words}],
        [draw, {...blind, body: form}],
        [draw, {...blind, body: json, referrerPolicy: "no-referrer"}],
        [home + "/", {...blind, body: words}],
        [home + "/login", {...blind, body: words}],
        [home + "/logout", {...blind}],
        [home + "/api/rmos/attachments", {...blind, body: form}],
        [home + "/api/art/trace", {...blind, body: form}],
        [home + "/api/workflow-sessions", {...blind}],
        [`${home}/api/art/variants/${variant}/retry`, {...blind}],
        [`${home}/api/art/variants/${variant}/retry`, {...blind, body: '{"fresh": true}'}],
        [`${home}/api/art/variants/${variant}/redraw`, {...blind, body: form}],
        [`${home}/api/art/generations/${generation}/cancel`, {...blind}],
        [`${home}/generations/${generation}/cancel`, {...blind}],
        [draw, {...put, method: "POST", body: json, headers: {"Content-Type": "application/json"}}],
        [draw, {...put, method: "POST", body: json, headers: {"Authorization": "Bearer x"}}],
        [draw, {...put, method: "POST", body: form}],
        [`${home}/api/workflow-sessions/${session}`, {...put, method: "DELETE"}],
        [`${home}/api/workflow-sessions/${session}`, {...put, method: "PATCH", body: "{}"}],
        [home + "/api/art/assets", {...put}],
        [home + "/?prompt=Rosette&count=4&provider=stub", {...put}],
    ];
    const read = [];
    for (const [url, options] of tries) {
        const answer = await fetch(url, options).catch(() => null);
        if (answer && answer.type !== "opaque") read.push(url);
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json"])
        navigator.sendBeacon(draw, body(type));
    navigator.sendBeacon(home + "/api/rmos/attachments", form);
    return read;
}"""

#: Forms, each into a frame of its own; the last ones from a frame whose origin is `null`.
FORMS = """async ({home, variant, generation, json}) => {
    const draw = home + "/api/art/prompt-to-svg";
    const tries = [
        [draw, "text/plain", {[json.slice(0, -1) + ', "x": "']: '"}'}],
        [draw, "application/x-www-form-urlencoded", {prompt: "Rosette"}],
        [draw, "multipart/form-data", {prompt: "Rosette"}],
        [home + "/", "application/x-www-form-urlencoded", {prompt: "Rosette", count: "1"}],
        [home + "/api/workflow-sessions", "application/x-www-form-urlencoded", {}],
        [`${home}/api/art/variants/${variant}/retry`, "multipart/form-data", {}],
        [`${home}/variants/${variant}/retry`, "multipart/form-data", {fresh: "1"}],
        [`${home}/generations/${generation}/cancel`, "multipart/form-data", {}],
    ];
    const post = (owner, target, [action, enctype, fields]) => {
        const form = owner.createElement("form");
        Object.assign(form, {action, enctype, method: "post", target});
        for (const [name, value] of Object.entries(fields)) {
            const field = owner.createElement("input");
            Object.assign(field, {type: "hidden", name, value});
            form.append(field);
        }
        owner.body.append(form);
        form.submit();
    };
    for (const [number, one] of tries.entries()) {
        const frame = document.createElement("iframe");
        frame.name = `f${number}`;
        document.body.append(frame);
        post(document, frame.name, one);
    }
    const hidden = document.createElement("iframe");
    hidden.setAttribute("sandbox", "allow-scripts allow-forms");
    hidden.srcdoc = `<body><script>
        fetch("${draw}", {method: "POST", mode: "no-cors", body: ${JSON.stringify(json)}});
        const form = new FormData();
        form.append("file", new File(["a note"], "note.txt"));
        form.append("kind", "note");
        fetch("${home}/api/rmos/attachments", {method: "POST", mode: "no-cors", body: form});
    </` + "script>";
    document.body.append(hidden);
    await new Promise(done => setTimeout(done, 1000));
}"""

#: What a page shows: pictures, scripts, styles and frames are only ever read.
SHOWN = """async ({home, variant, generation}) => {
    const paths = [
        "/?prompt=Rosette&count=4", "/api/art/prompt-to-svg?prompt=Rosette",
        `/api/art/variants/${variant}/retry`, `/api/art/generations/${generation}/cancel`,
        `/generations/${generation}/cancel`, "/logout", "/api/art/trace?file=a",
    ];
    const kinds = {img: "src", script: "src", iframe: "src", object: "data", embed: "src"};
    for (const path of paths)
        for (const [kind, attribute] of Object.entries(kinds)) {
            const element = document.createElement(kind);
            element[attribute] = home + path;
            document.body.append(element);
        }
    await new Promise(done => setTimeout(done, 800));
}"""
