package io.taghub.sandbox;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/** The TCP connection under a request, for answers no HTTP server would send. */
final class RawConnection {
    private final EndPoint connection;

    RawConnection(Context context) {
        connection = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** Ends the connection with a TCP reset: lingering for zero seconds throws away what was not sent. */
    void reset() throws IOException {
        if (connection.getTransport() instanceof SocketChannel channel && channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
        connection.close();
    }

    /** Sends a head that promises {@code length} bytes, then the body that is given, whatever its length. */
    void send(String contentType, int length, byte[] body) throws IOException {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        CompletableFuture<Void> sent = new CompletableFuture<>();
        connection.write(
                Callback.from(() -> sent.complete(null), sent::completeExceptionally),
                ByteBuffer.wrap(head),
                ByteBuffer.wrap(body));
        try {
            sent.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException gone) {
            throw new IOException("the caller has gone", gone);
        }
    }

    /** Says that nothing more will be sent; the caller may still send. */
    void halfClose() {
        connection.shutdownOutput();
    }

    void close() {
        connection.close();
    }
}
