package tocsin.responder.callback;

import io.javalin.http.Context;

import tocsin.runtime.AnswerLinks.Answer;

import java.util.Locale;

/// The small pages behind a link. They load nothing, and nothing may frame them.
final class AnswerPage {
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Tocsin</title>
            <meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
            </head><body>BODY</body></html>
            """;

    private AnswerPage() {}

    /// What the link would do, with the button that does it.
    static void ask(Context context, Answer answer, String service) {
        page(
                context,
                200,
                """
                <h1>%s</h1><p>%s, as %s</p>
                <form method="post"><button>%s</button></form>\
                """
                        .formatted(
                                escaped(answer.incident()),
                                escaped(service),
                                escaped(answer.person()),
                                escaped(button(answer.act()))));
    }

    static void say(Context context, int status, String text) {
        page(context, status, "<p>" + escaped(text) + "</p>");
    }

    private static String button(String act) {
        return act.substring(0, 1).toUpperCase(Locale.ROOT) + act.substring(1);
    }

    private static void page(Context context, int status, String body) {
        context.status(status)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
                .contentType("text/html; charset=utf-8")
                .result(PAGE.replace("BODY", body));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
