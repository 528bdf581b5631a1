package com.stockflare.restore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.aws.LambdaApi;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is done with the deployed service. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n")
abstract class ServiceCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions where = new ServiceOptions();

    private final Map<String, String> environment;

    ServiceCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public final Integer call() {
        try {
            return run(where.find(environment));
        } catch (InvalidRequestException e) {
            return Main.usageError(e.getMessage());
        } catch (LambdaApi.CallException e) {
            ErrorLine.print(e.getMessage());
            return ExitStatus.FAILED;
        } catch (Service.RefusedException e) {
            e.faults().forEach(ErrorLine::print);
            return e.isUsage() ? ExitStatus.USAGE : ExitStatus.FAILED;
        }
    }

    /** @return the exit status */
    abstract int run(Service service);

    boolean isJson() {
        return where.isJson();
    }

    /** The command that watches a restore of the same service. */
    String watchCommand(String id) {
        List<String> words = new ArrayList<>(List.of("watch", id));
        words.addAll(where.again());
        return new ShellCommand(environment, words).toString();
    }

    /** Shows a restore as it stands. */
    int show(JsonNode restore) {
        if (isJson()) {
            System.out.println(restore);
        } else {
            new RestoreView(restore).lines().forEach(System.out::println);
        }
        return ExitStatus.DONE;
    }

    static String path(String id) {
        if (!RestoreJob.isId(id)) {
            throw new InvalidRequestException("\"" + id + "\" is no restore's id");
        }
        return "/restores/" + id;
    }
}
