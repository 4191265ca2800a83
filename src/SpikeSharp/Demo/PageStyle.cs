namespace SpikeSharp.Demo;

/// <summary>How the demonstration's page looks.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--fg:#1b2430;--muted:#5d6877;--line:#dfe4ea;--accent:#2f6feb;
        --second:#e5482d;--third:#1fa167;--code:#eef1f5}
        @media(prefers-color-scheme:dark){:root{--bg:#0f141b;--card:#171e28;--fg:#e6ebf2;--muted:#97a3b3;--line:#2a3442;--accent:#6ea0ff;
        --second:#ff7d63;--third:#4cc38a;--code:#0c1117}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        main{max-width:1080px;margin:0 auto;padding:1.2rem}
        header{padding:1.6rem 0 .4rem}
        h1{font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.15;margin:0 0 .5rem}
        h2{font-size:1.25rem;margin:0 0 .4rem}
        h3{font-size:1rem;margin:1.2rem 0 .3rem}
        p{margin:.4rem 0 .8rem}
        .muted,small,figcaption,.legend{color:var(--muted)}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:.8rem;margin:1.2rem 0}
        .fact{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.8rem 1rem}
        .fact b{display:block;font-size:1.55rem;line-height:1.2;font-variant-numeric:tabular-nums}
        .fact span{font-size:.85rem;color:var(--muted);line-height:1.35;display:block;margin-top:.2rem}
        section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.1rem 1.2rem;margin:1rem 0}
        .two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:1.2rem}
        .pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(46%,210px),1fr));gap:.7rem}
        figure{margin:0}figcaption{font-size:.82rem;line-height:1.35;margin-top:.25rem;overflow-wrap:anywhere}
        img{width:100%;height:auto;display:block;border-radius:8px;border:1px solid var(--line)}
        .maps img{image-rendering:pixelated;border-radius:4px}
        .watch{display:grid;grid-template-columns:minmax(150px,260px) 1fr;gap:1.2rem}
        @media(max-width:640px){.watch{grid-template-columns:1fr}}
        .layers{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:.4rem 1.4rem}
        .map{display:grid;grid-template-columns:1fr 1fr 1fr;gap:.5rem;align-items:start;margin:.2rem 0}
        .map p{grid-column:1/-1;margin:0;font-size:.82rem}
        .steps{display:grid;grid-template-columns:1fr 1fr;gap:.3rem}
        svg{width:100%;height:auto;display:block}svg text{fill:var(--muted);font-size:14px}
        .legend{font-size:.85rem;display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.2rem 0}
        .legend i{display:inline-block;width:.8em;height:.8em;border-radius:3px;margin-right:.4em}.legend b{color:var(--fg)}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{padding:.32rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
        th:first-child,td:first-child{text-align:left}th{color:var(--muted);font-weight:600}
        tr.total td{font-weight:700;border-top:2px solid var(--line)}
        pre{background:var(--code);border-radius:10px;padding:.8rem 1rem;overflow-x:auto;font-size:.86rem;line-height:1.5}
        code{font-family:ui-monospace,SFMono-Regular,Consolas,monospace}
        .good{color:var(--third);font-weight:700}.bad{color:var(--second);font-weight:700}
        """;
}
