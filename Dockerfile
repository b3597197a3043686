# One image for every service and the command line; the command says which main class it runs.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B package -pl cli -am -DskipTests -DskipFormat

FROM eclipse-temurin:25-jre
# The user has a number and no name, no home and no shell.
RUN install -d -o 10001 -g 10001 /var/lib/tocsin
COPY --from=build /src/cli/target/tocsin/lib /opt/tocsin/lib
COPY --chmod=755 deploy/ready.sh /opt/tocsin/ready
USER 10001:10001
WORKDIR /var/lib/tocsin
# Inside a container loopback reaches nobody. Publish ports on the host's loopback only.
ENV TOCSIN_HTTP_HOST=0.0.0.0
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 CMD ["/opt/tocsin/ready"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-cp", "/opt/tocsin/lib/*"]
CMD ["tocsin.cli.Tocsin", "--help"]
