/// What people do in other systems, as actions on incidents: buttons of a chat, webhooks, links in
/// mails. On a listener of its own; shell.
@NullMarked
package tocsin.responder.callback;

import org.jspecify.annotations.NullMarked;
