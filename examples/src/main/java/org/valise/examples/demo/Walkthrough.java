// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.valise.examples.demo.Story.Chapter;
import org.valise.examples.demo.Story.Document;
import org.valise.examples.demo.Story.Event;
import org.valise.examples.demo.Story.Finding;
import org.valise.examples.demo.Story.Scene;
import org.valise.examples.demo.Story.Words;
import org.valise.sepamail.smime.CheckResult;

/** The story as one page that needs nothing else: no script, no font, no picture from anywhere. */
final class Walkthrough {

    private static final int SHOWN = 6000;

    private final StringBuilder html = new StringBuilder();

    private Walkthrough() {}

    static String of(List<Event> events) {
        Walkthrough page = new Walkthrough();
        page.head(events);
        events.forEach(page::event);
        page.html
                .append(
                        "</main>\n<footer>Written by <code>valise.jar demo</code>. Nothing on this page comes from anywhere")
                .append(" else.</footer>\n</body>\n</html>\n");
        return page.html.toString();
    }

    private void head(List<Event> events) {
        long mails = events.stream()
                .filter(each -> each instanceof Document document && document.view() != null)
                .count();
        long all = events.stream().filter(Finding.class::isInstance).count();
        long held = events.stream()
                .filter(each -> each instanceof Finding finding && finding.holds())
                .count();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Valise: two exchanges that travel by e-mail</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<header>\n<h1>Two exchanges that travel by e-mail</h1>\n<p>")
                .append(
                        "Each mail below, but for the one that is lost, went through an SMTP and an IMAP server. Open one to see how it"
                                + " is built, what was")
                .append(
                        " checked, and its octets; the files lie beside this page.</p>\n<p class=\"sum\"><b id=\"mails\">")
                .append(mails)
                .append("</b> mails <b id=\"held\" class=\"")
                .append(held == all ? "ok" : "bad")
                .append("\">")
                .append(held + " of " + all)
                .append("</b> checks held</p>\n<nav>");
        events.stream()
                .filter(Scene.class::isInstance)
                .map(Scene.class::cast)
                .forEach(scene -> html.append("<a href=\"#s")
                        .append(scene.number())
                        .append("\">")
                        .append(scene.number())
                        .append(' ')
                        .append(escape(scene.title()))
                        .append("</a>"));
        html.append("</nav>\n</header>\n<main>\n");
    }

    private void event(Event event) {
        if (event instanceof Chapter chapter) {
            html.append("<h2><span>")
                    .append(chapter.number())
                    .append("</span> ")
                    .append(escape(chapter.title()));
            html.append("</h2>\n<p class=\"lead\">")
                    .append(escape(chapter.words()))
                    .append("</p>\n");
        } else if (event instanceof Scene scene) {
            html.append("<h3 id=\"s").append(scene.number()).append("\"><span>").append(scene.number());
            html.append("</span> ").append(escape(scene.title())).append("</h3>\n");
        } else if (event instanceof Words words) {
            words(words.text());
        } else if (event instanceof Finding finding) {
            html.append("<p class=\"check ")
                    .append(finding.holds() ? "ok" : "bad")
                    .append("\">");
            html.append(escape(finding.claim())).append("</p>\n");
        } else if (event instanceof Document document) {
            document(document);
        }
    }

    private void words(String text) {
        String kind = text.startsWith("Look at") ? " class=\"look\"" : text.startsWith("- ") ? " class=\"item\"" : "";
        html.append("<p").append(kind).append('>').append(escape(text)).append("</p>\n");
    }

    private void document(Document document) {
        html.append("<details")
                .append(document.view() == null ? "" : " class=\"mail\"")
                .append("><summary><b>");
        html.append(escape(document.title()))
                .append("</b> <a href=\"")
                .append(document.file())
                .append("\">");
        html.append(document.file()).append("</a> <small>").append(document.octets().length);
        html.append(" octets</small></summary>\n");
        MailView view = document.view();
        if (view != null) {
            html.append("<h4>How it is built</h4>\n");
            box(view.outside(), "");
            view.inside().forEach(each -> box(each, "with the receiver's key"));
            checks(view.checks());
        }
        html.append("<h4>Octets</h4>\n<pre>")
                .append(escape(text(document.octets())))
                .append("</pre>\n</details>\n");
    }

    private void box(MailView.Box box, String note) {
        html.append("<div class=\"box\"><b>").append(escape(box.name())).append("</b>");
        if (!note.isEmpty()) {
            html.append(" <em>").append(escape(note)).append("</em>");
        }
        box.facts()
                .forEach(fact ->
                        html.append("<div class=\"fact\">").append(escape(fact)).append("</div>"));
        box.within().forEach(each -> box(each, ""));
        html.append("</div>\n");
    }

    private void checks(List<CheckResult> checks) {
        if (checks.isEmpty()) {
            return;
        }
        html.append("<h4>What was checked</h4>\n<table>\n");
        for (CheckResult each : checks) {
            html.append("<tr class=\"").append(each.outcome()).append("\"><td>").append(each.check());
            html.append("</td><td>").append(escape(each.outcome().toString().replace('_', ' ')));
            html.append("</td><td>").append(escape(each.detail())).append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private static String text(byte[] octets) {
        int length = Math.min(SHOWN, octets.length);
        String text = new String(octets, 0, length, StandardCharsets.UTF_8).replace("\r\n", "\n");
        return length == octets.length ? text : text + "\n... and " + (octets.length - length) + " octets more";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static final String STYLE = """

            :root { --ink: #1d2733; --soft: #5b6b7c; --paper: #fbfaf7; --card: #fff; --line: #dfe3e6; --accent: #0b6e69;
              --ok: #1c7c45; --bad: #b3261e; --tint: #eef5f4; color-scheme: light dark; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #9aa8b5; --paper: #14191e; --card: #1c2329;
              --line: #2f3942; --accent: #5cc4bd; --ok: #63c98a; --bad: #ff8a80; --tint: #1b2c2e; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 Georgia, "Times New Roman", serif; }
            header, main, footer { max-width: 54rem; margin: 0 auto; padding: 0 1.5rem; }
            header { padding-top: 3rem; }
            h1 { font-size: 2.3rem; line-height: 1.15; margin: 0 0 .5rem; letter-spacing: -.01em; }
            h2 { margin: 4rem 0 .5rem; font-size: 1.7rem; border-top: 3px solid var(--accent); padding-top: 1rem; }
            h3 { margin: 2.8rem 0 .6rem; font-size: 1.2rem; }
            h2 span, h3 span { color: var(--accent); margin-right: .4rem; }
            h4 { margin: 1.2rem 0 .4rem; font: 600 .78rem/1.2 system-ui, sans-serif; letter-spacing: .06em;
              text-transform: uppercase; color: var(--soft); }
            .lead { color: var(--soft); font-style: italic; }
            .sum { font: 1rem system-ui, sans-serif; } .sum b { font-size: 1.5rem; margin-left: .8rem; }
            .sum b:first-child { margin-left: 0; } .sum .ok { color: var(--ok); } .sum .bad { color: var(--bad); }
            nav { display: grid; gap: .2rem; font: .9rem/1.5 system-ui, sans-serif; }
            a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
            nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
            .item { margin: 0 0 0 1.9rem; color: var(--soft); font: .9rem/1.6 system-ui, sans-serif; }
            .look { border-left: 3px solid var(--accent); padding-left: 1rem; }
            .look, .check { overflow-wrap: anywhere; }
            .check { font: .95rem/1.5 system-ui, sans-serif; margin: .5rem 0; padding-left: 1.9rem; position: relative; }
            .check::before { position: absolute; left: .2rem; font-weight: 700; }
            .check.ok::before { content: "\\2713"; color: var(--ok); } .check.bad::before { content: "\\2717"; color: var(--bad); }
            .check.bad { color: var(--bad); font-weight: 600; }
            details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: .7rem 0;
              padding: .6rem 1rem; font: .9rem/1.5 system-ui, sans-serif; }
            details.mail { border-left: 4px solid var(--accent); }
            summary { cursor: pointer; } summary a { margin: 0 .5rem; } small { color: var(--soft); }
            .box { border: 1px solid var(--line); border-radius: 6px; background: var(--tint); padding: .5rem .8rem;
              margin: .35rem 0; overflow-wrap: anywhere; }
            .box .box { background: var(--card); } .box .box .box { background: var(--tint); }
            .box em { color: var(--accent); } .fact { color: var(--soft); font-size: .85rem; }
            table { border-collapse: collapse; width: 100%; font-size: .85rem; }
            td { border-bottom: 1px solid var(--line); padding: .25rem .5rem .25rem 0; vertical-align: top; }
            tr.PASSED td:nth-child(2) { color: var(--ok); } tr.FAILED td { color: var(--bad); font-weight: 600; }
            pre { max-height: 22rem; overflow: auto; background: var(--paper); border: 1px solid var(--line);
              border-radius: 6px; padding: .7rem; font: .78rem/1.45 ui-monospace, Menlo, Consolas, monospace; }
            footer { color: var(--soft); font-size: .85rem; padding: 3rem 1.5rem; }
            """;
}
