package tocsin.cli;

import tocsin.responder.callback.CallbackConfig;
import tocsin.runtime.AnswerLinks;
import tocsin.runtime.HttpServer;
import tocsin.runtime.Settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What `tocsin up` assumes of links to answer by where callbacks are listened to and nothing else
/// is said: a key of the data folder, and the listener of this machine.
final class LocalLinks {
    private LocalLinks() {}

    /// The settings of `environment` and what is assumed.
    ///
    /// @param data folder of the installation, in which the key is made on the first start
    static Settings settings(Map<String, String> environment, Path data) {
        var told = new Settings(environment);
        var port = CallbackConfig.from(told).map(CallbackConfig::http).map(HttpServer.Config::port);
        var url = AnswerLinks.url(told);
        var key = AnswerLinks.from(told);
        if (!told.problems().isEmpty() || port.isEmpty()) {
            return new Settings(environment);
        }
        var assumed = new TreeMap<>(environment);
        if (url.isEmpty() && port.get() > 0) {
            assumed.put(AnswerLinks.URL.variable(), "http://127.0.0.1:" + port.get());
        }
        if (key.isEmpty()) {
            assumed.put(AnswerLinks.KEY.variable() + "_FILE", FirstKey.links(data).toString());
        }
        return new Settings(assumed);
    }
}
