package com.stockflare.restore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which: the table of the design. */
@AnalyzeClasses(packages = "com.stockflare.restore", importOptions = DoNotIncludeTests.class)
@ArchTag("static")
class PackageRulesTest {
    private static final String BASE = "com.stockflare.restore.";
    private static final String MODEL = BASE + "model..";
    private static final String BACKUP = BASE + "backup..";
    private static final String STREAM = BASE + "stream..";
    private static final String ENGINE = BASE + "engine..";
    private static final String AWS = BASE + "aws..";
    private static final String LAMBDA = BASE + "lambda..";
    private static final String CLI = BASE + "cli..";
    private static final String JDK = "java..";
    private static final String JACKSON_CORE = "com.fasterxml.jackson.core..";

    @ArchTest
    static final ArchRule model_usesTheJdkOnly = classes()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(MODEL, JDK)
            .because("everything speaks in these values, so they must not drag anything along");

    @ArchTest
    static final ArchRule backup_usesModelAndJacksonCore = classes()
            .that()
            .resideInAPackage(BACKUP)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BACKUP, MODEL, JACKSON_CORE, JDK)
            .because("an item is read token by token: a tree of it would cost the speed and change its bytes");

    @ArchTest
    static final ArchRule stream_usesModelOnly = classes()
            .that()
            .resideInAPackage(STREAM)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(STREAM, MODEL, JDK)
            .because("the arithmetic of sending knows neither backups nor a stream's client");

    @ArchTest
    static final ArchRule engine_usesModelBackupAndStream = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ENGINE, STREAM, BACKUP, MODEL, JDK)
            .because("one engine serves Lambda, the command line and the tests; what differs plugs into its ports");

    @ArchTest
    static final ArchRule aws_usesNeitherLambdaNorCli = noClasses()
            .that()
            .resideInAPackage(AWS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LAMBDA, CLI)
            .because("an adapter serves every way in alike");

    @ArchTest
    static final ArchRule sdk_isUsedByTheOuterPackagesOnly = noClasses()
            .that()
            .resideOutsideOfPackages(AWS, LAMBDA, CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..")
            .because("the engine is tested, and run on files, without AWS");

    @ArchTest
    static final ArchRule packages_haveNoCycles = slices().matching(BASE + "(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages that need each other are one package");
}
